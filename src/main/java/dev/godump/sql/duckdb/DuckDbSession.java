package dev.godump.sql.duckdb;

import dev.godump.heap.histogram.Histogram;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.engine.SqlEngine.Limits;
import dev.godump.sql.engine.SqlException;
import dev.godump.sql.engine.SqlRows;
import dev.godump.sql.engine.SqlSession;
import dev.godump.sql.table.FieldsTable;
import dev.godump.sql.table.LookUps;
import dev.godump.sql.table.LookUps.LookUp;
import dev.godump.sql.table.Tables;
import dev.godump.sql.table.TypesTable;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.jspecify.annotations.Nullable;

/** A database in memory whose tables are read from heaps. */
final class DuckDbSession implements SqlSession {
  /** The type of parameters: numbers of all types and texts become it without a cast. */
  static final DuckDBColumnType ADDRESS = DuckDBColumnType.HUGEINT;

  /**
   * A log that can't be written ends the process (an exception that DuckDB 1.5.4 doesn't catch),
   * and files can't be.
   */
  private static final Pattern LOGGING = Pattern.compile("(?i)enable_?logging");

  private static final String FIELDS = "fields";
  private static final String HISTOGRAM = "histogram_by";

  private final DuckDBConnection connection;
  private final Failures failures;

  /** Of the query that runs, or ran last; null before the first. A failure closes it. */
  private volatile @Nullable Statement current;

  private DuckDbSession(DuckDBConnection connection, Failures failures) {
    this.connection = connection;
    this.failures = failures;
  }

  /** Makes the tables of heaps, then locks the database. */
  static DuckDbSession open(DuckDBConnection connection, List<TableHeap> heaps, Limits limits)
      throws SQLException {
    Failures failures = new Failures();
    for (HeapTable<?> table : Tables.ALL) {
      register(connection, table, heaps, failures);
      Optional<HeapTable<?>> codes = table.codes();
      if (codes.isPresent()) {
        register(connection, codes.get(), heaps, failures);
      }
    }
    for (LookUp<?> lookUp : LookUps.ALL) {
      register(
          connection,
          lookUp.name(),
          ADDRESS,
          new LookUpFunction(
              heaps, address -> lookUp.at(address.getHugeInt().longValue()), failures));
    }
    register(
        connection,
        FIELDS,
        DuckDBColumnType.VARCHAR,
        new LookUpFunction(heaps, type -> fields(heaps, type.getString()), failures));
    register(
        connection,
        HISTOGRAM,
        DuckDBColumnType.VARCHAR,
        new LookUpFunction(heaps, by -> histogram(by.getString()), failures));
    ObjectFunctions.register(connection, heaps, failures);
    try (Statement statement = connection.createStatement()) {
      for (HeapTable<?> table : Tables.ALL) {
        statement.execute(Views.create(table, heaps));
      }
      if (!limits.allowFiles()) {
        statement.execute("SET enable_external_access = false");
      }
      statement.execute("SET lock_configuration = true");
    }
    return new DuckDbSession(connection, failures);
  }

  private static void register(
      DuckDBConnection connection, HeapTable<?> table, List<TableHeap> heaps, Failures failures)
      throws SQLException {
    register(
        connection,
        Views.functionOf(table),
        DuckDBColumnType.INTEGER,
        new TableFunction(table, heaps, failures));
  }

  private static void register(
      DuckDBConnection connection, String name, DuckDBColumnType parameter, ScanFunction function)
      throws SQLException {
    try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
      builder
          .withName(name)
          .withParameter(parameter)
          .withProjectionPushdown()
          .withFunction(function)
          .register(connection);
    }
  }

  private static HeapTable<?> fields(List<TableHeap> heaps, String type) throws IOException {
    Optional<HeapTable<?>> table = FieldsTable.of(heaps, type);
    if (table.isEmpty()) {
      throw new SqlException("no object is known to be of type " + type);
    }
    return table.get();
  }

  private static HeapTable<?> histogram(String by) throws SqlException {
    for (Histogram.By known : Histogram.By.values()) {
      if (known.label().equals(by)) {
        return TypesTable.by(known);
      }
    }
    throw new SqlException(
        "'" + by + "' is no property to count by: " + Arrays.toString(Histogram.By.values()));
  }

  @Override
  public SqlRows query(String sql) throws IOException {
    if (LOGGING.matcher(sql).find()) {
      throw new SqlException("logging is not available");
    }
    try {
      Statement statement = connection.createStatement();
      current = statement;
      if (statement.execute(sql)) {
        return new DuckDbRows(statement, failures);
      }
      statement.close();
      return SqlRows.NONE;
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  @Override
  public void writeParquet(String table, Path file) throws IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(copy(Views.name(table), file));
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  /** Returns the statement that writes a table, or the rows of a function, to a Parquet file. */
  static String copy(String from, Path file) {
    return "COPY (FROM "
        + from
        + ") TO "
        + Views.text(file.toString())
        + " (FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false)";
  }

  @Override
  public void cancel() {
    Statement running = current;
    try {
      if (running != null) {
        running.cancel();
      }
    } catch (SQLException e) {
      // then it has ended
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }
}
