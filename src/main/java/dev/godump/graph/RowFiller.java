package dev.godump.graph;

/**
 * Makes rows of known lengths from values that come in any order: count first, then prefix sums, then
 * fill. Each row is filled from its end.
 */
public final class RowFiller {
  private final int[] unfilled;
  private final IntVector values;
  private final RowStarts starts;
  private final long count;

  /**
   * @param lengths of all rows; used up by filling, all zeros when every value has been put
   */
  public RowFiller(int[] lengths) {
    unfilled = lengths;
    long end = 0;
    for (int length : lengths) {
      end += length;
    }
    count = end;
    values = IntVector.ofLength(count);
    starts = new RowStarts(lengths.length, count + 1);
    end = 0;
    for (int row = 0; row < lengths.length; row++) {
      end += lengths[row];
      if (lengths[row] > 0) {
        starts.set(row, end);
      }
    }
  }

  /**
   * Puts a value, 0 or more, in front of those that its row has already. Distinct rows may be filled by
   * several threads.
   */
  public void put(int row, int value) {
    long at = starts.get(row) - 1;
    boolean last = unfilled[row] > 0;
    unfilled[row] = 0;
    values.set(at, last ? value | Edges.LAST : value);
    starts.set(row, at);
  }

  /** The rows, once every value has been put. */
  public Edges rows() {
    return new Edges(values, starts, count);
  }
}
