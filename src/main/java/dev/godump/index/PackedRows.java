package dev.godump.index;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Rows of ascending ids in an index, one per entry. Blocks are decoded on first use and cached up
 * to a limit. Not thread-safe.
 *
 * <p>A block has for each of its rows the number of ids and then the ids: the first as its
 * difference from the row's own number, the others as theirs from the one before.
 */
public final class PackedRows {
  /** Ids in cached blocks after which the cache is cleared: 16 MiB. */
  private static final int MAX_DECODED = 1 << 22;

  private final Blocks blocks;
  private final int limit;
  private final int shift;
  private final int[][] decodedBlocks;
  private int decodedCount;

  /**
   * @param limit all ids must be below it
   */
  PackedRows(Blocks blocks, int limit) {
    this.blocks = blocks;
    this.limit = limit;
    this.shift = Integer.numberOfTrailingZeros(blocks.section().entriesPerBlock());
    this.decodedBlocks = new int[blocks.count()][];
  }

  /** Returns the number of rows. */
  public int count() {
    return (int) blocks.section().entries();
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

  /** Returns the id that follows another by its encoded step. */
  private long nextId(long id, int index, long step) {
    return id + (index > 0 ? step : Varints.unzigzag(step));
  }

  /** Returns the start of each row, the end of the last, and then all ids. */
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
      long id = ((long) blockIndex << shift) + row;
      for (int i = 0; i < length; i++) {
        id = nextId(id, i, block.next());
        decoded[end++] = Block.checked(id, limit);
      }
    }
    decoded[rows] = end;
    return decoded;
  }
}
