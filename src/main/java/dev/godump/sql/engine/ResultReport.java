package dev.godump.sql.engine;

import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.TextWriter;
import dev.godump.sql.engine.SqlRows.ResultColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code godump sql}: the rows that answer a query. */
public final class ResultReport implements Report {
  private final SqlRows rows;
  private final RowLimit limit;

  /**
   * @param rows are read once
   * @param limit of the rows to show
   */
  public ResultReport(SqlRows rows, RowLimit limit) {
    this.rows = rows;
    this.limit = limit;
  }

  @Override
  public void text(TextWriter out) {
    if (!rows.columns().isEmpty()) {
      out.table(table());
    }
  }

  @Override
  public Map<String, Object> json() {
    return table()
        .addTo(
            Json.fields()
                .with(
                    "columns",
                    rows.columns().stream()
                        .map(
                            column ->
                                Json.fields()
                                    .with("name", column.name())
                                    .with("type", column.kind().label()))
                        .toList()),
            "rows");
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }

  private Table<@Nullable Object[]> table() {
    Table<@Nullable Object[]> table = new Table<@Nullable Object[]>(Rows::new).limit(limit);
    List<ResultColumn> columns = rows.columns();
    List<String> names = rows.names();
    for (int i = 0; i < columns.size(); i++) {
      int index = i;
      table.column(names.get(i), names.get(i), kind(columns.get(i).kind()), row -> row[index]);
    }
    return table;
  }

  private static Table.Kind kind(SqlRows.Kind kind) {
    return switch (kind) {
      case ADDRESS -> Table.Kind.ADDRESS;
      case INTEGER, REAL -> Table.Kind.RIGHT;
      case FLAG -> Table.Kind.FLAG;
      case TEXT -> Table.Kind.NAME;
    };
  }

  /** Reads the rows. */
  private final class Rows implements Iterator<@Nullable Object[]> {
    /** Null until it is read, and at the end. */
    private @Nullable Object @Nullable [] next;

    @Override
    public boolean hasNext() {
      try {
        if (next == null && rows.next()) {
          @Nullable Object[] row = new Object[rows.columns().size()];
          for (int column = 0; column < row.length; column++) {
            row[column] = rows.value(column);
          }
          next = row;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return next != null;
    }

    @Override
    public @Nullable Object[] next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      @Nullable Object[] row = next;
      next = null;
      return row;
    }
  }
}
