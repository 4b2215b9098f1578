package dev.godump.index;

import java.util.Arrays;
import java.util.function.IntToLongFunction;

/** A column of longs in an index, at least 0 if it has a limit; else as {@link IntColumn}. */
public final class LongColumn implements IntToLongFunction {
  /** The limit of a column of any longs. */
  static final long NONE = -1;

  private final Blocks blocks;
  private final boolean deltas;
  private final long limit;
  private final int shift;
  private final int mask;
  private final long[][] decodedBlocks;
  private int decodedCount;

  LongColumn(Blocks blocks, boolean deltas, long limit) {
    this.blocks = blocks;
    this.deltas = deltas;
    this.limit = limit;
    this.shift = Integer.numberOfTrailingZeros(blocks.section().entriesPerBlock());
    this.mask = blocks.section().entriesPerBlock() - 1;
    this.decodedBlocks = new long[blocks.count()][];
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
  public long get(int entry) {
    long[] block = decodedBlocks[entry >>> shift];
    return (block == null ? load(entry >>> shift) : block)[entry & mask];
  }

  @Override
  public long applyAsLong(int entry) {
    return get(entry);
  }

  private long[] load(int blockIndex) {
    long[] values = block(blockIndex);
    if ((decodedCount += values.length) > IntColumn.MAX_DECODED / 2) {
      Arrays.fill(decodedBlocks, null);
      decodedCount = values.length;
    }
    decodedBlocks[blockIndex] = values;
    return values;
  }

  /** Returns all numbers of a block. Unlike {@link #get}, caches nothing. */
  public long[] block(int blockIndex) {
    long[] known = decodedBlocks[blockIndex];
    if (known != null) {
      return known;
    }
    Block block = blocks.read(blockIndex);
    long[] values = new long[blocks.entries(blockIndex)];
    long before = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = deltas ? before + Varints.unzigzag(block.next()) : block.next();
      if (limit != NONE && (values[i] < 0 || values[i] >= limit)) {
        throw new DamagedIndexException(
            "a number of " + values[i] + " where " + limit + " is out of range");
      }
      before = values[i];
    }
    return values;
  }
}
