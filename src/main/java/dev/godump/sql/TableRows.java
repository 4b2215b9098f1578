package dev.godump.sql;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table in parts, in order. Several threads may read different parts at the same
 * time.
 *
 * @param <R> type of a row
 */
public interface TableRows<R> {
  /** Stands for a number of rows that is not known before they are read. */
  long UNKNOWN = -1;

  /** Reads rows one after another. For one thread. */
  interface Cursor<R> {
    /** Moves to the next row. Returns whether there is one. */
    boolean next() throws IOException;

    /** Returns the current row, which the next move may change. */
    R row();
  }

  /** Returns the number of rows, or {@link #UNKNOWN}. */
  long count();

  /** Returns the number of parts. */
  int parts();

  /** Opens a part, numbered from 0. */
  Cursor<R> part(int part) throws IOException;

  /** Returns rows that are iterated, as one part. */
  static <R> TableRows<R> of(Iterable<? extends R> rows, long count) {
    return new TableRows<>() {
      @Override
      public long count() {
        return count;
      }

      @Override
      public int parts() {
        return 1;
      }

      @Override
      public Cursor<R> part(int part) {
        return cursor(rows.iterator());
      }
    };
  }

  /** Returns the rows of a list, as one part. */
  static <R> TableRows<R> of(Collection<? extends R> rows) {
    return of(rows, rows.size());
  }

  private static <R> Cursor<R> cursor(Iterator<? extends R> rows) {
    return new Cursor<>() {
      private @Nullable R row;

      @Override
      public boolean next() {
        row = rows.hasNext() ? rows.next() : null;
        return row != null;
      }

      @Override
      public R row() {
        return Objects.requireNonNull(row);
      }
    };
  }
}
