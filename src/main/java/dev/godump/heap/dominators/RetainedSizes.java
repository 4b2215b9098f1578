package dev.godump.heap.dominators;

import dev.godump.vector.ByteVector;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;
import org.jspecify.annotations.Nullable;

/**
 * Retained sizes by node, in units of 8 bytes, as sizes of objects are whole words: 32 bits per
 * node, and 8 more bits if the heap exceeds 32 GiB. At most 8 TiB.
 */
final class RetainedSizes {
  private static final int UNIT_SHIFT = 3;

  private final IntVector low;

  /** Bits 32 and up of sizes; null if no size needs them. */
  private final @Nullable ByteVector high;

  /**
   * @param low is overwritten
   * @param largest the largest size, in bytes
   */
  RetainedSizes(IntVector low, long largest, Storage storage) {
    this.low = low;
    if (largest >>> UNIT_SHIFT >= 1L << 40) {
      throw new IllegalArgumentException(largest + " bytes are not below 8 TiB");
    }
    high = largest >>> UNIT_SHIFT < 1L << 32 ? null : storage.bytes(low.size());
    low.clear();
  }

  long get(int node) {
    long units = low.get(node) & 0xffffffffL;
    if (high != null) {
      units |= (high.get(node) & 0xffL) << 32;
    }
    return units << UNIT_SHIFT;
  }

  void set(int node, long bytes) {
    long units = bytes >>> UNIT_SHIFT;
    low.set(node, (int) units);
    if (high != null) {
      high.set(node, (byte) (units >>> 32));
    }
  }
}
