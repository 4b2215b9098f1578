package dev.godump.export.hprof;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;

/**
 * Ids for classes, threads and arrays, which the Go heap doesn't have. The ids of objects are their
 * addresses, so these come from a range of addresses without objects.
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
   * Reserves the highest range of addresses without objects.
   *
   * @param skip number of free ranges above it to leave for others
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
    // only an artificial dump has objects everywhere
    return new SyntheticIds(last, 0);
  }

  private static boolean isFree(ObjectTable objects, long from, long to) {
    int first = objects.lowerBound(from);
    return first == objects.count() || Long.compareUnsigned(objects.address(first), to) >= 0;
  }

  /** Whether all ids are taken. */
  boolean isExhausted() {
    return next >= end;
  }

  /** Returns a new id. */
  long take() {
    return take(ALIGNMENT);
  }

  /** Returns a new id, with no other id in the {@code bytes} after it. */
  long take(long bytes) {
    long id = next;
    next += Math.max(ALIGNMENT, bytes + ALIGNMENT - 1 & -ALIGNMENT);
    return id;
  }
}
