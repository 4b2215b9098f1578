package dev.godump.graph;

/**
 * Finds the object that has a byte at an address: a page leads to its first run, the offset in the
 * run to the slot, and the slot's bit to the id. Immutable.
 */
final class AddressIndex {
  /** Index of the run's bytes in its row of {@link #rows}; index 0 has the base address. */
  private static final int LENGTH = 1;

  /** Index of the slot size. */
  private static final int SIZE = 2;

  /** Index of the first id (high half) and the first word of slot bits (low half). */
  private static final int START = 3;

  /** Length of a row. */
  private static final int ROW = 4;

  private final int runs;
  private final PageTable pages;
  private final SlotBits slotBits;

  /**
   * One row per run with all that a look-up needs: look-ups come in random order, and a row is in
   * one or two cache lines.
   */
  private final long[] rows;

  /**
   * @param baseByRun start addresses of runs, ascending (unsigned)
   * @param limitByRun their end addresses, each at most the next base
   * @param firstIdByRun id of each run's first object; after the last run, the number of objects
   * @param firstWordByRun index in {@code slotBits}, or {@link ObjectTable#DENSE}
   */
  AddressIndex(
      long[] baseByRun,
      long[] limitByRun,
      long[] slotSizeByRun,
      int[] firstIdByRun,
      int[] firstWordByRun,
      SlotBits slotBits) {
    this.runs = baseByRun.length;
    this.pages = new PageTable(baseByRun, limitByRun, firstIdByRun[runs]);
    this.slotBits = slotBits;
    this.rows = new long[Math.multiplyExact(runs, ROW)];
    for (int r = 0; r < runs; r++) {
      rows[r * ROW] = baseByRun[r];
      rows[r * ROW + LENGTH] = limitByRun[r] - baseByRun[r];
      rows[r * ROW + SIZE] = slotSizeByRun[r];
      rows[r * ROW + START] =
          (long) firstIdByRun[r] << Integer.SIZE | (firstWordByRun[r] & 0xffffffffL);
    }
  }

  /** As {@link ObjectTable#find}. */
  int find(long address) {
    int row = rowOf(address);
    return row == ObjectTable.NONE
        ? ObjectTable.NONE
        : idOfSlot(rows[row + START], (address - rows[row]) / rows[row + SIZE]);
  }

  /** As {@link ObjectTable#locate}. */
  long locate(long address) {
    int row = rowOf(address);
    if (row == ObjectTable.NONE) {
      return ObjectTable.NONE;
    }
    long offset = address - rows[row];
    long size = rows[row + SIZE];
    long slot = offset / size;
    long inside = offset - slot * size;
    int id = idOfSlot(rows[row + START], slot);
    return id == ObjectTable.NONE || !ObjectTable.isOffset(inside)
        ? ObjectTable.NONE
        : ObjectTable.location(id, inside);
  }

  /**
   * Returns the index in {@link #rows} of the row of the run that contains an address, or {@link
   * ObjectTable#NONE}.
   */
  private int rowOf(long address) {
    int run = pages.firstRun(address);
    while (run != PageTable.NONE && run < runs) {
      int row = run * ROW;
      long offset = address - rows[row];
      if (Long.compareUnsigned(offset, rows[row + LENGTH]) < 0) {
        return row;
      }
      if (Long.compareUnsigned(address, rows[row]) < 0) {
        return ObjectTable.NONE;
      }
      run++;
    }
    return ObjectTable.NONE;
  }

  /**
   * @param idAndWord as in {@link #START}
   */
  private int idOfSlot(long idAndWord, long slot) {
    int first = (int) (idAndWord >>> Integer.SIZE);
    int start = (int) idAndWord;
    if (start == ObjectTable.DENSE) {
      return first + (int) slot;
    }
    int rank = slotBits.rank(start, slot);
    return rank == SlotBits.NONE ? ObjectTable.NONE : first + rank;
  }
}
