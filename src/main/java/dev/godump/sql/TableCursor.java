package dev.godump.sql;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads rows of a table one after another: the columns that were asked for. For one thread. */
public final class TableCursor {
  private final Columns<?> columns;

  private TableCursor(Columns<?> columns) {
    this.columns = columns;
  }

  static <R> TableCursor of(
      TableHeap heap, TableRows.Cursor<R> rows, List<TableColumn<R>> columns) {
    return new TableCursor(new Columns<>(heap, rows, columns));
  }

  /** Binds the type of a row. */
  private static final class Columns<R> {
    private final TableRows.Cursor<R> rows;
    private final TableColumn<R>[] columns;
    private final TableHeap heap;

    @SuppressWarnings("unchecked")
    Columns(TableHeap heap, TableRows.Cursor<R> rows, List<TableColumn<R>> columns) {
      this.heap = heap;
      this.rows = rows;
      this.columns = columns.toArray(TableColumn[]::new);
    }

    long number(int column) {
      return columns[column].numbers().applyAsLong(rows.row());
    }

    int code(int column) {
      return columns[column].codes().orElseThrow().coding().codeOf().applyAsInt(rows.row());
    }

    @Nullable String text(int column) {
      TableColumn<R> one = columns[column];
      return one.codes().isPresent()
          ? one.codes().get().texts().textOf(heap, code(column))
          : one.texts().apply(rows.row());
    }
  }

  /** Moves to the next row, at first to the first. Returns whether there is one. */
  public boolean next() throws IOException {
    return columns.rows.next();
  }

  /**
   * Returns the number in a column; {@link TableColumn#NULL} for null.
   *
   * @param column index among those that were asked for
   */
  public long number(int column) {
    return columns.number(column);
  }

  /** Returns the text in a column, or null. */
  public @Nullable String text(int column) {
    return columns.text(column);
  }

  /** Returns the code that stands for the text in a column with a {@link Coding}. */
  public int code(int column) {
    return columns.code(column);
  }
}
