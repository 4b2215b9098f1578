package dev.godump.core.live;

import java.io.IOException;

/** Thrown when a running process can't be read or stopped. */
public final class ProcessException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message why, and what to try, as a clause
   */
  public ProcessException(String message) {
    super(message);
  }
}
