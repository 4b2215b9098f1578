package dev.godump.analysis.waste;

import dev.godump.types.Certainty;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Strings and byte slices counted by content: a hash and some numbers for each, numbered from 0.
 */
final class StringGroups {
  private final Long2IntOpenHashMap numbers = new Long2IntOpenHashMap();
  private final IntArrayList firsts = new IntArrayList();
  private final IntArrayList starts = new IntArrayList();
  private final IntArrayList lengths = new IntArrayList();
  private final IntArrayList copies = new IntArrayList();
  private final LongArrayList bytes = new LongArrayList();
  private final LongArrayList largest = new LongArrayList();
  private final IntArrayList kinds = new IntArrayList();

  StringGroups() {
    numbers.defaultReturnValue(-1);
  }

  /** The number of a content, or -1. */
  int find(long hash) {
    return numbers.get(hash);
  }

  /** Adds a content that {@link #find} doesn't know. */
  int add(long hash, Strings.Kind kind, int object, int start, int length) {
    int number = firsts.size();
    numbers.put(hash, number);
    firsts.add(object);
    starts.add(start);
    lengths.add(length);
    copies.add(0);
    bytes.add(0);
    largest.add(0);
    kinds.add(kind.ordinal() << 2);
    return number;
  }

  /**
   * Counts one of a content.
   *
   * @param taken bytes that would be free without it
   */
  void count(int number, long taken, Certainty certainty) {
    copies.set(number, copies.getInt(number) + 1);
    bytes.set(number, bytes.getLong(number) + taken);
    largest.set(number, Math.max(largest.getLong(number), taken));
    int kind = kinds.getInt(number);
    kinds.set(number, kind & ~3 | Math.max(kind & 3, certainty.ordinal()));
  }

  /** How many contents there are. */
  int count() {
    return firsts.size();
  }

  int object(int number) {
    return firsts.getInt(number);
  }

  int start(int number) {
    return starts.getInt(number);
  }

  int length(int number) {
    return lengths.getInt(number);
  }

  int copies(int number) {
    return copies.getInt(number);
  }

  long bytes(int number) {
    return bytes.getLong(number);
  }

  /** What the copies take but for the largest one. */
  long wasted(int number) {
    return bytes.getLong(number) - largest.getLong(number);
  }

  Strings.Kind kind(int number) {
    return Strings.Kind.values()[kinds.getInt(number) >> 2];
  }

  /** That of the least sure copy. */
  Certainty certainty(int number) {
    return Certainty.values()[kinds.getInt(number) & 3];
  }

  /** Numbers in an order: most of something first, else as they were found. */
  int[] sorted(int[] chosen, Strings.Order order) {
    int[] all = chosen.clone();
    IntComparator most =
        switch (order) {
          case wasted -> (a, b) -> Long.compare(wasted(b), wasted(a));
          case copies -> (a, b) -> Integer.compare(copies(b), copies(a));
          case length -> (a, b) -> Integer.compare(length(b), length(a));
        };
    IntArrays.mergeSort(all, most);
    return all;
  }
}
