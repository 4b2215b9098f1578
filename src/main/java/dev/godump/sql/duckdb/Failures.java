package dev.godump.sql.duckdb;

import dev.godump.sql.engine.SqlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What table functions threw: DuckDB passes on only a text. Several threads may fail at the same
 * time; the first counts.
 */
final class Failures {
  private static final String OWN_STEP = "Invalid Input Error: Attempting to execute";
  private static final String CAUSE = "\nError: ";

  private final AtomicReference<Throwable> first = new AtomicReference<>();

  /** Notes what a table function throws. */
  void note(Throwable failure) {
    first.compareAndSet(null, failure);
  }

  /**
   * Throws what a table function threw, unchanged, or else what DuckDB says.
   *
   * @throws SqlException for an error of DuckDB
   */
  IOException of(SQLException e) throws IOException {
    Throwable failure = first.getAndSet(null);
    if (failure instanceof UncheckedIOException unchecked) {
      throw Objects.requireNonNull(unchecked.getCause());
    }
    if (failure instanceof IOException io) {
      throw io;
    }
    if (failure instanceof RuntimeException runtime) {
      throw runtime;
    }
    if (failure instanceof Error error) {
      throw error;
    }
    throw exception(e);
  }

  /** Returns what DuckDB says, without what it says about its own steps. */
  static SqlException exception(Exception e) {
    String message = String.valueOf(e.getMessage());
    int cause = message.startsWith(OWN_STEP) ? message.indexOf(CAUSE) : -1;
    return new SqlException(cause < 0 ? message : message.substring(cause + CAUSE.length()), e);
  }
}
