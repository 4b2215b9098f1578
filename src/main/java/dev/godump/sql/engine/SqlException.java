package dev.godump.sql.engine;

import java.io.IOException;

/** Thrown by an engine for a query that is wrong, or that it can't answer. */
public final class SqlException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for the user
   */
  public SqlException(String message) {
    super(message);
  }

  /**
   * @param message for the user, without a stack trace; can have several lines
   */
  public SqlException(String message, Throwable cause) {
    super(message, cause);
  }
}
