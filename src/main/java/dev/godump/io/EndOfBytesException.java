package dev.godump.io;

import java.io.IOException;

/** Thrown when a source ends before the bytes to read. */
public final class EndOfBytesException extends IOException {
  private static final long serialVersionUID = 1;

  private final long position;

  public EndOfBytesException(long position) {
    super("the bytes end at " + position);
    this.position = position;
  }

  /** Returns where the source ends, in bytes from its start. */
  public long position() {
    return position;
  }
}
