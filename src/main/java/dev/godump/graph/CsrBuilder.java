package dev.godump.graph;

import dev.godump.vector.IntVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;

/**
 * Makes rows from values that come in any order, seen twice: count first, then prefix sums, then
 * fill. Each row is filled from its end.
 */
public final class CsrBuilder {
  private final Storage storage;
  private final IntVector lengthByRow;

  private IntVector values;
  private RowStarts starts;
  private long count;

  /** For so many rows. */
  public CsrBuilder(Storage storage, int rows) {
    this.storage = storage;
    lengthByRow = storage.ints(rows);
  }

  /** A value of this row will be put. */
  public void count(int row) {
    lengthByRow.set(row, lengthByRow.get(row) + 1);
    count++;
  }

  /** All values are counted. */
  public void startFilling() {
    values = storage.ints(count);
    starts = new RowStarts(storage, (int) lengthByRow.size(), count + 1);
    long end = 0;
    for (int row = 0; row < lengthByRow.size(); row++) {
      int length = lengthByRow.get(row);
      if (length > 0) {
        end += length;
        starts.set(row, end);
      }
    }
  }

  /** Puts a value, 0 or more, in front of those that its row has already. */
  public void put(int row, int value) {
    long at = starts.get(row) - 1;
    boolean last = lengthByRow.get(row) > 0;
    lengthByRow.set(row, 0);
    values.set(at, last ? value | Edges.LAST : value);
    starts.set(row, at);
  }

  /** The rows, once every value has been put. */
  public Edges build() {
    return new Edges(storage, values, starts, count);
  }
}
