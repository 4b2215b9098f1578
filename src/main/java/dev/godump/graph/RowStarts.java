package dev.godump.graph;

import java.util.Arrays;

/**
 * A position below 2^40 - 1, or none, per object: 32 bits each, and 8 more only where some position
 * needs them. Distinct objects may be set by several threads.
 */
final class RowStarts {
  private final int[] low;
  private final byte[] high;

  /** @param positions how many positions there are, so that all are below it */
  RowStarts(int objects, long positions) {
    if (positions >= 1L << 40) {
      throw new IllegalArgumentException(positions + " positions");
    }
    low = new int[objects];
    Arrays.fill(low, -1);
    high = positions < 0xffffffffL ? null : new byte[objects];
    if (high != null) {
      Arrays.fill(high, (byte) -1);
    }
  }

  /** The position of an object, or -1. */
  long get(int id) {
    long position = low[id] & 0xffffffffL;
    if (high == null) {
      return position == 0xffffffffL ? -1 : position;
    }
    position |= (high[id] & 0xffL) << 32;
    return position == 0xffffffffffL ? -1 : position;
  }

  void set(int id, long position) {
    low[id] = (int) position;
    if (high != null) {
      high[id] = (byte) (position >>> 32);
    }
  }
}
