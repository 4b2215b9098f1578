package dev.godump.index;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Rows of ids in an index, one per entry. Blocks are decoded on first use and cached up to a limit.
 * Not thread-safe.
 *
 * <p>A block of ascending rows has for each row the number of ids and then the ids: the first as
 * its difference from the row's own number, the others as theirs from the one before. A block of
 * other rows has the number of ids of each row, and then all ids, four bytes each.
 */
public final class PackedRows {
  /** Ids in cached blocks after which the cache is cleared: 16 MiB. */
  private static final int MAX_DECODED = 1 << 22;

  private final Blocks blocks;
  private final boolean ascending;
  private final int limit;
  private final int shift;
  private final int[][] decodedBlocks;
  private int decodedCount;

  /**
   * @param limit all ids must be below it
   */
  PackedRows(Blocks blocks, boolean ascending, int limit) {
    this.blocks = blocks;
    this.ascending = ascending;
    this.limit = limit;
    this.shift = Integer.numberOfTrailingZeros(blocks.section().entriesPerBlock());
    this.decodedBlocks = new int[blocks.count()][];
  }

  /** Returns the number of rows. */
  public int count() {
    return (int) blocks.section().entries();
  }

  /** Returns the bytes that all rows take in the file. */
  public long bytes() {
    return blocks.section().length();
  }

  /**
   * Returns a row.
   *
   * @throws DamagedIndexException if its block is damaged
   */
  public int[] row(int entry) {
    int[] block = block(entry);
    int in = entry & (1 << shift) - 1;
    return Arrays.copyOfRange(block, block[in], block[in + 1]);
  }

  /** Returns the decoded block of a row. */
  private int[] block(int entry) {
    int blockIndex = entry >>> shift;
    int[] block = decodedBlocks[blockIndex];
    if (block == null) {
      block = decode(blockIndex);
      if ((decodedCount += block.length) > MAX_DECODED) {
        Arrays.fill(decodedBlocks, null);
        decodedCount = block.length;
      }
      decodedBlocks[blockIndex] = block;
    }
    return block;
  }

  /**
   * Visits the ids of a row. A block too large for the cache is decoded as far as the row only.
   *
   * @throws DamagedIndexException if its block is damaged
   */
  public void forEach(int entry, IntConsumer visitor) {
    int blockIndex = entry >>> shift;
    if (ascending && decodedBlocks[blockIndex] == null && blocks.length(blockIndex) > MAX_DECODED) {
      visit(blocks.read(blockIndex), entry, visitor);
      return;
    }
    int[] block = block(entry);
    int in = entry & (1 << shift) - 1;
    for (int i = block[in]; i < block[in + 1]; i++) {
      visitor.accept(block[i]);
    }
  }

  private void visit(Block block, int entry, IntConsumer visitor) {
    for (int row = entry & -(1 << shift); row <= entry; row++) {
      long id = row;
      int length = block.next(Integer.MAX_VALUE);
      for (int i = 0; i < length; i++) {
        id = nextId(block, id, i);
        if (row == entry) {
          visitor.accept((int) id);
        }
      }
    }
  }

  /**
   * Reads the next id of an ascending row.
   *
   * @param before the id before it, or the number of the row
   */
  private int nextId(Block block, long before, int index) {
    long step = block.next();
    return Block.checked(before + (index > 0 ? step : Varints.unzigzag(step)), limit);
  }

  /** Returns the start of each row, the end of the last, and then all ids. */
  private int[] decode(int blockIndex) {
    Block block = blocks.read(blockIndex);
    int rows = blocks.entries(blockIndex);
    return ascending ? steps(block, blockIndex, rows) : plain(block, rows);
  }

  private int[] plain(Block block, int rows) {
    int[] starts = new int[rows + 1];
    long end = rows + 1;
    for (int row = 0; row < rows; row++) {
      starts[row] = (int) end;
      end += block.next(Integer.MAX_VALUE);
      if (end - rows - 1 > block.remaining()) {
        throw new DamagedIndexException("a block with fewer ids than its rows");
      }
    }
    starts[rows] = (int) end;
    int[] decoded = Arrays.copyOf(starts, (int) end);
    block.readInts(decoded, rows + 1, (int) end - rows - 1, limit);
    return decoded;
  }

  private int[] steps(Block block, int blockIndex, int rows) {
    int[] decoded = new int[4 * rows + 1];
    int end = rows + 1;
    for (int row = 0; row < rows; row++) {
      decoded[row] = end;
      int length = block.next(Integer.MAX_VALUE - 8 - end);
      if (length > block.remaining()) {
        throw new DamagedIndexException("a row of more ids than its block has bytes");
      }
      if (end + length > decoded.length) {
        decoded =
            Arrays.copyOf(decoded, Math.max(end + length, decoded.length + (decoded.length >> 1)));
      }
      long id = ((long) blockIndex << shift) + row;
      for (int i = 0; i < length; i++) {
        id = nextId(block, id, i);
        decoded[end++] = (int) id;
      }
    }
    decoded[rows] = end;
    return decoded;
  }

  /**
   * Visits all rows in order; caches nothing.
   *
   * @throws DamagedIndexException if a block is damaged
   */
  public void forEach(Visitor visitor) {
    for (int blockIndex = 0; blockIndex < decodedBlocks.length; blockIndex++) {
      int[] block = decode(blockIndex);
      int rows = blocks.entries(blockIndex);
      for (int row = 0; row < rows; row++) {
        visitor.row((blockIndex << shift) + row, block, block[row], block[row + 1]);
      }
    }
  }

  /** Visits rows. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param ids has the row in {@code [from, to)}
     */
    void row(int entry, int[] ids, int from, int to);
  }
}
