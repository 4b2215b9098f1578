package dev.godump.graph;

import java.io.IOException;
import java.nio.file.Path;

/** Thrown when neither the Java heap nor the disk is large enough for a graph. */
public final class NotEnoughMemoryException extends IOException {
  private static final long serialVersionUID = 1;

  private final long enough;

  private NotEnoughMemoryException(String message, long enough) {
    super(message);
    this.enough = enough;
  }

  /** Bytes of Java heap that are enough. */
  public long enough() {
    return enough;
  }

  /** The heap is too small for the parts that never go to disk. */
  static NotEnoughMemoryException ofHeap(long heap, long enough) {
    return new NotEnoughMemoryException(
        mebibytes(heap)
            + " of Java heap are not enough for this dump; this is: GODUMP_JAVA_OPTS=-Xmx"
            + (enough >>> 20)
            + "m",
        enough);
  }

  /** The heap ran out while an answer was computed from a graph. */
  static NotEnoughMemoryException ofAnswer(long heap, long enough) {
    return new NotEnoughMemoryException(
        mebibytes(heap)
            + " of Java heap are not enough for this answer; this is: GODUMP_JAVA_OPTS=-Xmx"
            + (enough >>> 20)
            + "m",
        enough);
  }

  /** The heap is too small, and so is the disk. */
  static NotEnoughMemoryException ofDisk(
      long heap, long enough, Path directory, long available, long needed) {
    return new NotEnoughMemoryException(
        String.format(
            "%s of Java heap are not enough for this dump, nor are %s on disk in %s; either is:"
                + " GODUMP_JAVA_OPTS=-Xmx%dm, or %s on disk (--index-dir names another place)",
            mebibytes(heap), mebibytes(available), directory, enough >>> 20, mebibytes(needed)),
        enough);
  }

  private static String mebibytes(long bytes) {
    return (bytes >>> 20) + " MiB";
  }
}
