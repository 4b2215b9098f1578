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
  private static final int MOST_KEPT = 1 << 22;

  private final Blocks blocks;
  private final boolean ascending;
  private final int limit;
  private final int shift;
  private final int[][] read;
  private int kept;

  /**
   * @param limit that all ids must be below
   */
  PackedRows(Blocks blocks, boolean ascending, int limit) {
    this.blocks = blocks;
    this.ascending = ascending;
    this.limit = limit;
    this.shift = Integer.numberOfTrailingZeros(blocks.section().perBlock());
    this.read = new int[blocks.count()][];
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
    int number = entry >>> shift;
    int[] block = read[number];
    if (block == null) {
      block = decode(number);
      if ((kept += block.length) > MOST_KEPT) {
        Arrays.fill(read, null);
        kept = block.length;
      }
      read[number] = block;
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
    int number = entry >>> shift;
    if (read[number] == null && blocks.length(number) > MOST_KEPT) {
      show(blocks.read(number), entry, visitor);
      return;
    }
    int[] block = block(entry);
    int in = entry & (1 << shift) - 1;
    for (int i = block[in]; i < block[in + 1]; i++) {
      visitor.accept(block[i]);
    }
  }

  private void show(Block block, int entry, IntConsumer visitor) {
    for (int before = entry & -(1 << shift); before < entry; before++) {
      for (int left = block.next(Integer.MAX_VALUE); left > 0; left--) {
        block.next();
      }
    }
    long id = entry;
    int length = block.next(Integer.MAX_VALUE);
    for (int i = 0; i < length; i++) {
      id = after(id, i, block.next());
      visitor.accept(Block.checked(id, limit));
    }
  }

  /** An id by the number before it and its own step. */
  private long after(long id, int place, long step) {
    return id + (ascending && place > 0 ? step : Varints.unzigzag(step));
  }

  /** Where rows start, and behind the last where it ends; then all ids. */
  private int[] decode(int number) {
    Block block = blocks.read(number);
    int rows = blocks.entries(number);
    int[] decoded = new int[4 * rows + 1];
    int end = rows + 1;
    for (int row = 0; row < rows; row++) {
      decoded[row] = end;
      int length = block.next(Integer.MAX_VALUE - 8 - end);
      if (length > block.left()) {
        throw new DamagedIndexException("a row of more ids than its block has bytes");
      }
      if (end + length > decoded.length) {
        decoded =
            Arrays.copyOf(decoded, Math.max(end + length, decoded.length + (decoded.length >> 1)));
      }
      long id = (number << shift) + row;
      for (int i = 0; i < length; i++) {
        id = after(id, i, block.next());
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
    for (int number = 0; number < read.length; number++) {
      int[] block = decode(number);
      int rows = blocks.entries(number);
      for (int row = 0; row < rows; row++) {
        visitor.row((number << shift) + row, block, block[row], block[row + 1]);
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
