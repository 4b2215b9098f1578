package dev.godump.graph;

import java.util.Arrays;

/**
 * An append-only list of longs of any length, in segments, so that growing copies nothing large.
 * Written by one thread.
 */
final class LongVector {
  private static final int SHIFT = 12;
  private static final int MASK = (1 << SHIFT) - 1;

  private long[][] segments = new long[16][];
  private long[] last = {};
  private long size;

  long size() {
    return size;
  }

  void add(long value) {
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
    last = segments[segment] = new long[MASK + 1];
  }

  long get(long index) {
    return segments[(int) (index >>> SHIFT)][(int) index & MASK];
  }

  /** A copy as one array, for what is known to be small. */
  long[] toArray() {
    long[] all = new long[Math.toIntExact(size)];
    for (int done = 0; done < all.length; done += MASK + 1) {
      System.arraycopy(segments[done >>> SHIFT], 0, all, done, Math.min(MASK + 1, all.length - done));
    }
    return all;
  }
}
