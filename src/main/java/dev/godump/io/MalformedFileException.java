package dev.godump.io;

import java.io.IOException;

/** Thrown when a file is not of the expected format, or is damaged at some byte. */
public abstract class MalformedFileException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  /**
   * @param offset bytes from the start of the (unpacked) file to the first wrong one
   * @param message what is wrong, and if it helps, what to try
   */
  protected MalformedFileException(long offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Returns the bytes from the start of the (unpacked) file to the first wrong one. */
  public final long offset() {
    return offset;
  }
}
