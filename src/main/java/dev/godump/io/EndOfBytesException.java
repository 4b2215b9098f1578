package dev.godump.io;

import java.io.IOException;

/** The source ended where more bytes were needed. */
public final class EndOfBytesException extends IOException {
  private static final long serialVersionUID = 1;

  private final long position;

  public EndOfBytesException(long position) {
    super("the bytes end at " + position);
    this.position = position;
  }

  /** Where the source ends, in bytes from its start. */
  public long position() {
    return position;
  }
}
