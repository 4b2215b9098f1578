package dev.godump.sql.table;

import dev.godump.sql.TableRows;
import java.io.IOException;

/**
 * Rows about objects, in parts of as many ids. A part decodes blocks of the index on its own, so
 * parts begin where blocks do.
 *
 * @param <R> type of a row
 */
abstract class RowRanges<R> implements TableRows<R> {
  /** Objects of a part: a multiple of the numbers in a block of an index. */
  private static final int LENGTH = 1 << 17;

  private final int objects;

  /**
   * @param objects the number of objects
   */
  RowRanges(int objects) {
    this.objects = objects;
  }

  @Override
  public int parts() {
    return (int) (((long) objects + LENGTH - 1) / LENGTH);
  }

  @Override
  public Cursor<R> part(int part) throws IOException {
    long from = (long) part * LENGTH;
    return range((int) from, (int) Math.min(objects, from + LENGTH));
  }

  /** Returns the rows about objects from an id up to another, not included. */
  abstract Cursor<R> range(int from, int to) throws IOException;
}
