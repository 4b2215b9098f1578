package dev.godump.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * A column of ints of 0 or more in an index. Blocks are decoded on first use and cached up to a
 * limit. Safe for use by several threads; two may decode one block at the same time.
 */
public final class IntColumn implements IntUnaryOperator {
  /** Numbers in cached blocks after which the cache is cleared: 8 MiB. */
  static final int MAX_DECODED = 1 << 21;

  private final Blocks blocks;
  private final Encoding encoding;
  private final int limit;
  private final int shift;
  private final int mask;
  private final int[][] decodedBlocks;
  private int decodedCount;

  /** How a block has its numbers. */
  enum Encoding {
    /** As varints. */
    VARINTS,
    /** As varints of the differences to the number before. */
    DELTAS,
    /** In four bytes each. */
    FIXED
  }

  IntColumn(Blocks blocks, Encoding encoding, int limit) {
    this.blocks = blocks;
    this.encoding = encoding;
    this.limit = limit;
    this.shift = Integer.numberOfTrailingZeros(blocks.section().entriesPerBlock());
    this.mask = blocks.section().entriesPerBlock() - 1;
    this.decodedBlocks = new int[blocks.count()][];
  }

  /** Returns the number of entries. */
  public int size() {
    return (int) blocks.section().entries();
  }

  /**
   * Returns the number of an entry.
   *
   * @throws DamagedIndexException if its block is damaged
   */
  public int get(int entry) {
    int[] block = decodedBlocks[entry >>> shift];
    return (block == null ? load(entry >>> shift) : block)[entry & mask];
  }

  @Override
  public int applyAsInt(int entry) {
    return get(entry);
  }

  private int[] load(int block) {
    int[] values = decode(block);
    if ((decodedCount += values.length) > MAX_DECODED) {
      Arrays.fill(decodedBlocks, null);
      decodedCount = values.length;
    }
    decodedBlocks[block] = values;
    return values;
  }

  private int[] decode(int blockIndex) {
    int[] values = new int[blocks.entries(blockIndex)];
    if (encoding == Encoding.FIXED) {
      decodeFixed(blocks.bytes(blockIndex), values);
    } else {
      decodeVarints(blocks.read(blockIndex), values);
    }
    return values;
  }

  private void decodeFixed(byte[] bytes, int[] values) {
    if (bytes.length != values.length * Integer.BYTES) {
      throw new DamagedIndexException("a block of another length than its numbers");
    }
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(values);
    for (int value : values) {
      Block.checked(value, limit);
    }
  }

  private void decodeVarints(Block block, int[] values) {
    boolean deltas = encoding == Encoding.DELTAS;
    long before = 0;
    for (int i = 0; i < values.length; i++) {
      long value = deltas ? before + Varints.unzigzag(block.next()) : block.next();
      values[i] = Block.checked(value, limit);
      before = value;
    }
  }

  /** Returns the number of blocks, all equal in length but the last. */
  public int blocks() {
    return decodedBlocks.length;
  }

  /** Returns all numbers of a block. Unlike {@link #get}, caches nothing. */
  public int[] block(int blockIndex) {
    int[] known = decodedBlocks[blockIndex];
    return known == null ? decode(blockIndex) : known;
  }
}
