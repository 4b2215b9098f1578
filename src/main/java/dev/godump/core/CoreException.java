package dev.godump.core;

import dev.godump.io.MalformedFileException;

/** Thrown when a core file can't be read as the memory of a Go process. */
public final class CoreException extends MalformedFileException {
  private static final long serialVersionUID = 1;

  /**
   * @param message what is wrong, and if it helps, what to try
   */
  public CoreException(String message) {
    this(0, message);
  }

  /**
   * @param offset bytes from the start of the (unpacked) file to where it goes wrong
   * @param message what is wrong, and if it helps, what to try
   */
  public CoreException(long offset, String message) {
    super(offset, message);
  }
}
