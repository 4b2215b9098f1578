package dev.godump.sql.duckdb;

import dev.godump.sql.TableHeap;
import dev.godump.sql.engine.SqlEngine;
import dev.godump.sql.engine.SqlRows;
import dev.godump.sql.engine.SqlSession;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunctionBuilder;

/** DuckDB in this process. */
public final class DuckDbEngine implements SqlEngine {
  /** Made by {@link dev.godump.sql.engine.EngineLoader}. */
  public DuckDbEngine() {}

  @Override
  public SqlSession open(List<TableHeap> heaps, Limits limits) throws IOException {
    try {
      return DuckDbSession.open(connect(limits), heaps, limits);
    } catch (SQLException e) {
      throw Failures.exception(e);
    }
  }

  /** Writes with a database that no query of the user ever reaches. */
  @Override
  public void writeParquet(SqlRows rows, Path file, Limits limits) throws IOException {
    Failures failures = new Failures();
    try (DuckDBConnection connection = connect(limits);
        DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction();
        Statement statement = connection.createStatement()) {
      builder
          .withName(AnswerFunction.NAME)
          .withFunction(new AnswerFunction(rows, failures))
          .register(connection);
      statement.execute(DuckDbSession.copy(AnswerFunction.NAME + "()", file));
    } catch (SQLException e) {
      throw failures.of(e);
    }
  }

  /** Opens a database in memory, which loads no extensions. */
  private static DuckDBConnection connect(Limits limits) throws IOException {
    Properties options = new Properties();
    options.setProperty("memory_limit", limits.memory() + "B");
    options.setProperty("temp_directory", limits.temporary().toString());
    options.setProperty("autoinstall_known_extensions", "false");
    options.setProperty("autoload_known_extensions", "false");
    options.setProperty("allow_community_extensions", "false");
    options.setProperty("allow_persistent_secrets", "false");
    options.setProperty("jdbc_stream_results", "true");
    try {
      return DuckDBConnection.newConnection("jdbc:duckdb:", false, options);
    } catch (Exception e) {
      throw Failures.exception(e);
    }
  }
}
