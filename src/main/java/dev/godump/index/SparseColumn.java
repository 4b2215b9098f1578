package dev.godump.index;

/**
 * Numbers of a few entries of an index: a column of entries, ascending, and a column of their
 * numbers. Thread-safety as {@link IntColumn}.
 */
public final class SparseColumn {
  /** What {@link #get} returns for an entry without a number. */
  public static final int NONE = -1;

  private final IntColumn entries;
  private final IntColumn values;

  SparseColumn(IntColumn entries, IntColumn values) {
    this.entries = entries;
    this.values = values;
    if (entries.size() != values.size()) {
      throw new DamagedIndexException(
          "a column of " + values.size() + " numbers for " + entries.size() + " entries");
    }
  }

  /** Whether no entry has a number. */
  public boolean isEmpty() {
    return entries.size() == 0;
  }

  /** Returns the number of an entry, or {@link #NONE}. Binary search. */
  public int get(int entry) {
    int from = 0;
    int to = entries.size() - 1;
    while (from <= to) {
      int middle = (from + to) >>> 1;
      int found = entries.get(middle);
      if (found == entry) {
        return values.get(middle);
      }
      if (found < entry) {
        from = middle + 1;
      } else {
        to = middle - 1;
      }
    }
    return NONE;
  }
}
