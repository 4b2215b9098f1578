package dev.godump.io;

/** The reader of the output has gone, as with {@code | head}. */
public final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
