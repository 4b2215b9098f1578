package dev.godump.types;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.WideColumn;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/** What is known at each object's start: a number per object, and what the numbers mean. */
final class Typings {
  private static final int COUNT_BITS = 38;
  private static final int MOST_LAYOUTS = 1 << 21;

  /**
   * Values at an object's start.
   *
   * @param count how many of the layout's type
   * @param fit how well they fit the object, one of {@link SlotFit}'s levels
   */
  record Typing(Layout layout, long count, Certainty certainty, int fit) {
    /** Higher ones replace lower ones. */
    int rank() {
      int sure = certainty == Certainty.EXACT ? 2 : certainty == Certainty.INFERRED ? 1 : 0;
      return fit == SlotFit.PART ? sure : 3 + sure;
    }
  }

  private final WideColumn numbers;
  private final List<Typing> table = new ArrayList<>();
  private final Long2IntOpenHashMap index = new Long2IntOpenHashMap();

  Typings(HeapGraph graph) {
    numbers = new WideColumn(graph.storage(), graph.objects().count());
    table.add(null);
  }

  /** What an object is known to start with, or null. */
  Typing get(int id) {
    return table.get(numbers.get(id));
  }

  int number(int id) {
    return numbers.get(id);
  }

  /** Whether anything is known of an object's start. */
  boolean known(int id) {
    return numbers.get(id) != 0;
  }

  void clear(int id) {
    numbers.set(id, 0);
  }

  /** By number; the first is null and means nothing is known. */
  List<Typing> table() {
    return table;
  }

  WideColumn numbers() {
    return numbers;
  }

  void set(int id, Layout layout, long count, Certainty certainty, int fit) {
    if (layout.number >= MOST_LAYOUTS || count >= 1L << COUNT_BITS) {
      return;
    }
    long key = ((long) layout.number << COUNT_BITS | count) << 4 | certainty.ordinal() << 2 | fit;
    int number = index.get(key);
    if (number == 0) {
      number = table.size();
      table.add(new Typing(layout, count, certainty, fit));
      index.put(key, number);
    }
    numbers.set(id, number);
  }
}
