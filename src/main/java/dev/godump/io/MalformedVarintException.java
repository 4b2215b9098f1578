package dev.godump.io;

import java.io.IOException;

/** Ten bytes or more that don't end a 64-bit varint. */
public final class MalformedVarintException extends IOException {
  private static final long serialVersionUID = 1;

  private final long position;

  MalformedVarintException(long position) {
    super("no varint at byte " + position);
    this.position = position;
  }

  /** Where the varint starts. */
  public long position() {
    return position;
  }
}
