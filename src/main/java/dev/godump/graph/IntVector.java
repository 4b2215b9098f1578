package dev.godump.graph;

import java.util.Arrays;

/**
 * An append-only list of ints of any length, in segments, so that growing copies nothing large.
 * Written by one thread; after that, distinct indexes may be set by several.
 */
public final class IntVector {
  private static final int SHIFT = 16;
  private static final int MASK = (1 << SHIFT) - 1;

  private int[][] segments = new int[16][];
  private int[] last = {};
  private long size;

  /** A vector of zeros. */
  static IntVector ofLength(long length) {
    IntVector vector = new IntVector();
    vector.segments = new int[Math.toIntExact((length + MASK) >>> SHIFT)][MASK + 1];
    vector.size = length;
    return vector;
  }

  /** How many there are. */
  public long size() {
    return size;
  }

  /** Adds one behind the last. */
  public void add(int value) {
    int index = (int) size & MASK;
    if (index == 0) {
      grow();
    }
    last[index] = value;
    size++;
  }

  private void grow() {
    int segment = Math.toIntExact(size >>> SHIFT);
    if (segment == segments.length) {
      segments = Arrays.copyOf(segments, segment * 2);
    }
    last = segments[segment] = new int[MASK + 1];
  }

  /** The one at an index below {@link #size}. */
  public int get(long index) {
    return segments[(int) (index >>> SHIFT)][(int) index & MASK];
  }

  void set(long index, int value) {
    segments[(int) (index >>> SHIFT)][(int) index & MASK] = value;
  }

  /** A copy as one array, for what is known to be small. */
  int[] toArray() {
    int[] all = new int[Math.toIntExact(size)];
    for (int done = 0; done < all.length; done += MASK + 1) {
      System.arraycopy(segments[done >>> SHIFT], 0, all, done, Math.min(MASK + 1, all.length - done));
    }
    return all;
  }
}
