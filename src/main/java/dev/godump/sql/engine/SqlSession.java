package dev.godump.sql.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** Answers queries one after another. */
public interface SqlSession extends Closeable {
  /**
   * Runs a query.
   *
   * @return its rows, which are read as they are computed; to be closed before the next query
   * @throws SqlException if it is wrong or fails
   */
  SqlRows query(String sql) throws IOException;

  /**
   * Writes a table to a Parquet file, compressed with Zstandard. Only for sessions that may write
   * files.
   *
   * @param file exists, and is overwritten
   */
  void writeParquet(String table, Path file) throws IOException;

  /** Ends the query that another thread runs, which fails then. */
  void cancel();
}
