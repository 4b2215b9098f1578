package dev.godump.binary.file;

import java.io.IOException;

/** Thrown when a file is not a supported executable, or is damaged at some byte. */
public final class ExecutableException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  /**
   * @param offset bytes from the start of the file to where it goes wrong
   * @param message what is wrong, and if it helps, what to try
   */
  public ExecutableException(long offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Bytes from the start of the file to where it goes wrong. */
  public long offset() {
    return offset;
  }
}
