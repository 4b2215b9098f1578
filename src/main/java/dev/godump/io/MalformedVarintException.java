package dev.godump.io;

import java.io.IOException;

/** Thrown when a varint has more than 64 bits. */
public final class MalformedVarintException extends IOException {
  private static final long serialVersionUID = 1;

  private final long position;

  MalformedVarintException(long position) {
    super("no varint at byte " + position);
    this.position = position;
  }

  /** Returns where the varint starts. */
  public long position() {
    return position;
  }
}
