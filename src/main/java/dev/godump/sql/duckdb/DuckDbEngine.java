package dev.godump.sql.duckdb;

import dev.godump.sql.TableHeap;
import dev.godump.sql.engine.SqlEngine;
import dev.godump.sql.engine.SqlSession;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.duckdb.DuckDBConnection;

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
