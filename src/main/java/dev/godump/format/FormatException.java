package dev.godump.format;

import java.io.IOException;

/** The file isn't a heap dump that can be read, or stops being one at some byte. */
public final class FormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final long offset;

  /**
   * @param offset bytes from the start of the (unpacked) file to where it goes wrong
   * @param message what is wrong, and where it helps, what to try
   */
  public FormatException(long offset, String message) {
    super(message);
    this.offset = offset;
  }

  /** Bytes from the start of the (unpacked) file to where it goes wrong. */
  public long offset() {
    return offset;
  }
}
