package dev.godump.binary.file;

import dev.godump.io.MalformedFileException;

/** Thrown when a file is not a supported executable, or is damaged at some byte. */
public final class ExecutableException extends MalformedFileException {
  private static final long serialVersionUID = 1;

  /**
   * @param offset bytes from the start of the file to where it goes wrong
   * @param message what is wrong, and if it helps, what to try
   */
  public ExecutableException(long offset, String message) {
    super(offset, message);
  }
}
