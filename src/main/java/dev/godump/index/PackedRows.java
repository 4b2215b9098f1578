package dev.godump.index;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A row of ids per entry, of which an index has all and memory has some blocks that were looked at.
 * A block holds for each of its rows the number of ids and then the ids: the first as its
 * difference from the row's own number, the others as theirs from the one before.
 */
public final class PackedRows {
  /** Ids in decoded blocks after which all are forgotten: 16 MiB. */
  private static final int MAX_DECODED = 1 << 22;

  private final Blocks blocks;
  private final boolean ascending;
  private final int limit;
  private final int shift;
  private final int[][] decodedBlocks;
  private int decodedCount;

  /**
   * @param limit that all ids must be below
   */
  PackedRows(Blocks blocks, boolean ascending, int limit) {
    this.blocks = blocks;
    this.ascending = ascending;
    this.limit = limit;
    this.shift = Integer.numberOfTrailingZeros(blocks.section().entriesPerBlock());
    this.decodedBlocks = new int[blocks.count()][];
  }

  /** How many rows there are. */
  public int count() {
    return (int) blocks.section().entries();
  }

  /**
   * A row. Not for use by several threads.
   *
   * @throws DamagedIndexException if it isn't there any more
   */
  public int[] row(int entry) {
    int[] block = block(entry);
    int in = entry & (1 << shift) - 1;
    return Arrays.copyOfRange(block, block[in], block[in + 1]);
  }

  /** The block that a row is in. */
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
   * Shows the ids of a row. Of a block that is too large to be kept, none stays in memory. Not for
   * use by several threads.
   *
   * @throws DamagedIndexException if it isn't there any more
   */
  public void forEach(int entry, IntConsumer visitor) {
    int blockIndex = entry >>> shift;
    if (decodedBlocks[blockIndex] == null && blocks.length(blockIndex) > MAX_DECODED) {
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
    for (int before = entry & -(1 << shift); before < entry; before++) {
      for (int left = block.next(Integer.MAX_VALUE); left > 0; left--) {
        block.next();
      }
    }
    long id = entry;
    int length = block.next(Integer.MAX_VALUE);
    for (int i = 0; i < length; i++) {
      id = nextId(id, i, block.next());
      visitor.accept(Block.checked(id, limit));
    }
  }

  /** An id by the number before it and its own step. */
  private long nextId(long id, int index, long step) {
    return id + (ascending && index > 0 ? step : Varints.unzigzag(step));
  }

  /** Where rows start, and behind the last where it ends; then all ids. */
  private int[] decode(int blockIndex) {
    Block block = blocks.read(blockIndex);
    int rows = blocks.entries(blockIndex);
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
      long id = (blockIndex << shift) + row;
      for (int i = 0; i < length; i++) {
        id = nextId(id, i, block.next());
        decoded[end++] = Block.checked(id, limit);
      }
    }
    decoded[rows] = end;
    return decoded;
  }

  /**
   * Shows all rows in order; keeps nothing in memory.
   *
   * @throws DamagedIndexException if they aren't there any more
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

  /** Is shown one row after another. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * @param ids has the row from an index to another, which it isn't part of
     */
    void row(int entry, int[] ids, int from, int to);
  }
}
