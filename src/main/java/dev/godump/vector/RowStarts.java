package dev.godump.vector;

import org.jspecify.annotations.Nullable;

/**
 * The position where each object's row starts, below 2<sup>40</sup> - 1, or none. Takes 32 bits per
 * object, and 8 more only if some position needs them. Positions are stored plus 1; 0 stands for
 * none. Distinct objects may be set by several threads.
 */
public final class RowStarts {
  /** What {@link #get} returns for an object without a position. */
  public static final int NONE = -1;

  private final IntVector low;

  /** Null if all positions fit 32 bits. */
  private final @Nullable ByteVector high;

  /**
   * @param positions number of positions; all are below it
   */
  public RowStarts(Storage storage, int objects, long positions) {
    if (positions >= 1L << 40) {
      throw new IllegalArgumentException(positions + " positions are not below 2^40");
    }
    low = storage.ints(objects);
    high = positions <= 0xffffffffL ? null : storage.bytes(objects);
  }

  /** Returns the position of an object, or {@link #NONE}. */
  public long get(int id) {
    long position = low.get(id) & 0xffffffffL;
    if (high != null) {
      position |= (high.get(id) & 0xffL) << 32;
    }
    return position - 1;
  }

  public void set(int id, long position) {
    low.set(id, (int) (position + 1));
    if (high != null) {
      high.set(id, (byte) ((position + 1) >>> 32));
    }
  }
}
