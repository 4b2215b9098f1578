package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.SlotMatcher;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** What is known at each object's start: a number per object, and what the numbers mean. */
final class ObjectTypings {
  private static final int COUNT_BITS = 38;
  private static final int MOST_SHAPE_BITS = 12;
  private static final int TYPING_BITS = 30;
  private static final int MOST_LAYOUTS = 1 << 21;

  /**
   * Values at an object's start.
   *
   * @param count how many of the layout's type
   * @param fit how well they fit the object, one of {@link SlotMatcher}'s levels
   */
  record Typing(Layout layout, long count, Certainty certainty, int fit) {
    /** Higher ones replace lower ones. */
    int rank() {
      int sure = certainty == Certainty.EXACT ? 2 : certainty == Certainty.INFERRED ? 1 : 0;
      return fit == SlotMatcher.PART ? sure : 3 + sure;
    }
  }

  /**
   * By object, what is known above the number of its shape: who asks for one mostly asks for both.
   */
  private final IntVector narrow;

  /** The same where there are many shapes, else null. */
  private final LongVector wide;

  private final int shapeBits;
  private final int mostTypings;

  /** Of which objects anything is known. */
  private final BitSet isTyped;

  /** Which objects are known to start with values, but not what else is in them. */
  private final BitSet partial;

  /** By number, whether going through such an object can lead anywhere. */
  private final BitSet scannable = new BitSet();

  private final List<Typing> table = new ArrayList<>();
  private final Long2IntOpenHashMap idByKey = new Long2IntOpenHashMap();

  ObjectTypings(HeapGraph graph) {
    int objects = graph.objects().count();
    shapeBits = Integer.SIZE - Integer.numberOfLeadingZeros(graph.shapes().size());
    boolean many = shapeBits > MOST_SHAPE_BITS;
    narrow = many ? null : graph.typesStorage().ints(objects);
    wide = many ? graph.typesStorage().longs(objects) : null;
    mostTypings = 1 << (many ? TYPING_BITS : Integer.SIZE - shapeBits);
    for (int id = 0; id < objects; id++) {
      put(id, graph.shapeIndex(id));
    }
    isTyped = new BitSet(objects);
    partial = new BitSet(objects);
    table.add(null);
  }

  /** What an object is known to start with, or null. */
  Typing get(int id) {
    return table.get(typingId(id));
  }

  /** By number, what it means; null by 0. */
  Typing typing(int typingId) {
    return table.get(typingId);
  }

  int typingId(int id) {
    return (int) (cell(id) >>> shapeBits);
  }

  /** An object's shape. */
  int shape(int id) {
    return (int) cell(id) & (1 << shapeBits) - 1;
  }

  /**
   * What is known of an object and its shape in one number, for {@link #typingIdIn} and {@link
   * #shapeIn}.
   */
  long cell(int id) {
    return narrow != null ? narrow.get(id) & 0xffffffffL : wide.get(id);
  }

  int typingIdIn(long cell) {
    return (int) (cell >>> shapeBits);
  }

  int shapeIn(long cell) {
    return (int) cell & (1 << shapeBits) - 1;
  }

  private void put(int id, long cell) {
    if (narrow != null) {
      narrow.set(id, (int) cell);
    } else {
      wide.set(id, cell);
    }
  }

  private void putTypingId(int id, int typingId) {
    put(id, (long) typingId << shapeBits | shape(id));
  }

  /** Whether anything is known of an object's start. */
  boolean isTyped(int id) {
    return isTyped.get(id);
  }

  /** The first object from an id on of which nothing is known, or the number of objects. */
  int nextUntyped(int from) {
    return isTyped.nextClearBit(from);
  }

  /** The first object from an id on of which only a part is known, or -1. */
  int nextPartial(int from) {
    return partial.nextSetBit(from);
  }

  /** Whether going through an object that is known by a number can lead anywhere. */
  boolean isScannable(int typingId) {
    return scannable.get(typingId);
  }

  void clear(int id) {
    putTypingId(id, 0);
    isTyped.clear(id);
    partial.clear(id);
  }

  /** Says of an object of which nothing is known what another is known to be. */
  void setTyping(int id, int typingId) {
    putTypingId(id, typingId);
    isTyped.set(id);
    if (table.get(typingId).fit() == SlotMatcher.PART) {
      partial.set(id);
    }
  }

  /** By number; the first is null and means nothing is known. */
  List<Typing> table() {
    return table;
  }

  void set(int id, Layout layout, long count, Certainty certainty, int fit) {
    if (layout.id >= MOST_LAYOUTS || count >= 1L << COUNT_BITS) {
      return;
    }
    long key = ((long) layout.id << COUNT_BITS | count) << 4 | certainty.ordinal() << 2 | fit;
    int typingId = idByKey.get(key);
    if (typingId == 0) {
      if (table.size() == mostTypings) {
        return;
      }
      typingId = table.size();
      table.add(new Typing(layout, count, certainty, fit));
      idByKey.put(key, typingId);
      scannable.set(typingId, layout.isScannable());
    }
    putTypingId(id, typingId);
    isTyped.set(id);
    partial.set(id, fit == SlotMatcher.PART);
  }
}
