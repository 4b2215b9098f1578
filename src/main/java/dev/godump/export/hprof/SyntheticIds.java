package dev.godump.export.hprof;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;

/**
 * Identifiers for what a Java heap dump has and a Go heap hasn't: classes, threads, arrays. Objects
 * of the heap go by their addresses, so these come from a stretch of addresses where no object is.
 */
final class SyntheticIds {
  private static final int ALIGNMENT = 8;

  private final long end;
  private long next;

  private SyntheticIds(long start, long length) {
    this.next = start;
    this.end = start + length;
  }

  /**
   * The highest stretch that is free.
   *
   * @param skip how many free ones above it to leave to others
   */
  static SyntheticIds of(HeapGraph graph, int skip) {
    boolean wide = graph.process().params().pointerSize() == 8;
    long length = wide ? 1L << 44 : 1L << 27;
    long last = wide ? 0x7f00_0000_0000_0000L : 0xf800_0000L;
    long step = wide ? 1L << 56 : 1L << 27;
    int left = skip;
    for (long start = last; start > 0; start -= step) {
      if (isFree(graph.objects(), start, start + length) && left-- == 0) {
        return new SyntheticIds(start, length);
      }
    }
    // only a made-up dump has objects everywhere
    return new SyntheticIds(last, 0);
  }

  private static boolean isFree(ObjectTable objects, long from, long to) {
    boolean[] taken = new boolean[1];
    objects.forEachIn(from, to, id -> taken[0] = true);
    return !taken[0];
  }

  /** Whether there is none left. */
  boolean isExhausted() {
    return next >= end;
  }

  /** A new identifier. */
  long take() {
    return take(ALIGNMENT);
  }

  /** A new identifier with none in the {@code bytes} behind it. */
  long take(long bytes) {
    long id = next;
    next += Math.max(ALIGNMENT, bytes + ALIGNMENT - 1 & -ALIGNMENT);
    return id;
  }
}
