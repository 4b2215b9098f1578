package dev.godump.format;

import dev.godump.io.MalformedFileException;

/** Thrown when a file is not a readable heap dump, or is damaged at some byte. */
public final class FormatException extends MalformedFileException {
  private static final long serialVersionUID = 1;

  /**
   * @param offset bytes from the start of the (unpacked) file to where it goes wrong
   * @param message what is wrong, and if it helps, what to try
   */
  public FormatException(long offset, String message) {
    super(offset, message);
  }
}
