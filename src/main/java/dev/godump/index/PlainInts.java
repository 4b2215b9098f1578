package dev.godump.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers of four bytes each in an index, which are read all at once. */
public final class PlainInts {
  /** Numbers per block. */
  static final int BLOCK = 1 << 16;

  private final Blocks blocks;

  PlainInts(Blocks blocks) {
    this.blocks = blocks;
  }

  /** Returns how many numbers there are. */
  public long count() {
    return blocks.section().entries();
  }

  /** Visits numbers in order. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param first index of the first number
     * @param numbers valid until the next call
     * @param count how many of them there are
     */
    void numbers(long first, int[] numbers, int count);
  }

  /**
   * Visits all numbers, some thousands at a time.
   *
   * @throws DamagedIndexException if a block is damaged
   */
  public void forEach(Visitor visitor) {
    int[] numbers = new int[BLOCK];
    for (int block = 0; block < blocks.count(); block++) {
      int count = blocks.entries(block);
      if (blocks.length(block) != (long) count * Integer.BYTES) {
        throw new DamagedIndexException("a block of another length than its numbers");
      }
      ByteBuffer.wrap(blocks.bytes(block))
          .order(ByteOrder.LITTLE_ENDIAN)
          .asIntBuffer()
          .get(numbers, 0, count);
      visitor.numbers((long) block * BLOCK, numbers, count);
    }
  }
}
