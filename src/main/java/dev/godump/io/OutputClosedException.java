package dev.godump.io;

/** Thrown when the reader of the output has closed it, as {@code head} does. */
public final class OutputClosedException extends RuntimeException {
  private static final long serialVersionUID = 1;
}
