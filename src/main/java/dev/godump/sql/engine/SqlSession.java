package dev.godump.sql.engine;

import java.io.Closeable;
import java.io.IOException;

/** Answers queries one after another. */
public interface SqlSession extends Closeable {
  /**
   * Runs a query.
   *
   * @return its rows, which are read as they are computed; to be closed before the next query
   * @throws SqlException if it is wrong or fails
   */
  SqlRows query(String sql) throws IOException;

  /** Ends the query that another thread runs, which fails then. */
  void cancel();
}
