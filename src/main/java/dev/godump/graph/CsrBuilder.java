package dev.godump.graph;

import dev.godump.vector.IntVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;

/**
 * Builds rows of ints (compressed sparse rows) in two passes over the values, which may come in any
 * order: count the values of each row, compute prefix sums, then fill each row from its end. Not
 * thread-safe.
 */
public final class CsrBuilder {
  private final Storage storage;
  private final IntVector lengthByRow;

  /** Empty until filling starts. */
  private IntVector values = new IntVector();

  private RowStarts starts = new RowStarts(Storage.HEAP, 0, 0);
  private long count;

  /** Makes a builder for a number of rows. */
  public CsrBuilder(Storage storage, int rows) {
    this.storage = storage;
    lengthByRow = storage.ints(rows);
  }

  /** Counts one value of a row; first pass. */
  public void count(int row) {
    lengthByRow.set(row, lengthByRow.get(row) + 1);
    count++;
  }

  /** Ends the first pass. */
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

  /** Puts a value of 0 or more in front of those already in its row; second pass. */
  public void put(int row, int value) {
    long at = starts.get(row) - 1;
    boolean last = lengthByRow.get(row) > 0;
    lengthByRow.set(row, 0);
    values.set(at, last ? value | Edges.LAST : value);
    starts.set(row, at);
  }

  /** Returns the rows, once every counted value has been put. */
  public Edges build() {
    return new Edges(storage, values, starts, count);
  }
}
