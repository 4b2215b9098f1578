package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import dev.godump.types.program.SegmentWords;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Values in the data and BSS segments that pointers lead to: variables without a name, which the
 * compiler makes for what package variables are initialised with, and others that point at them.
 */
final class StaticValues {
  private static final int MOST = 1 << 20;

  private final List<SegmentWords> segments;
  private final Deque<Value> pending = new ArrayDeque<>();

  /** By address, the bytes of the largest value there that was offered. */
  private final Long2LongOpenHashMap largestByAddress = new Long2LongOpenHashMap();

  private record Value(long address, Layout layout, long count, Certainty certainty) {}

  StaticValues(HeapGraph graph) {
    segments = SegmentWords.all(graph);
  }

  /**
   * Whether values at an address lie in a segment and are more than was known there. Changes
   * nothing.
   */
  boolean isNew(long address, Layout layout, long count) {
    SegmentWords segment = SegmentWords.find(segments, address);
    if (segment == null || size(layout) <= 0 || count <= 0) {
      return false;
    }
    return count <= segment.remainingAt(address) / size(layout)
        && largestByAddress.get(address) < count * size(layout)
        && largestByAddress.size() < MOST;
  }

  /** Bytes of a value; of one whose size isn't known, at least one. */
  private static long size(Layout layout) {
    return layout.size == 0 && layout.opaque ? 1 : layout.size;
  }

  /** Notes that values lie at an address, if that is in a segment. */
  void add(long address, Layout layout, long count, Certainty certainty) {
    if (isNew(address, layout, count)) {
      largestByAddress.put(address, count * size(layout));
      pending.add(new Value(address, layout, count, certainty));
    }
  }

  /** Goes through one of those noted; false if there is none. */
  boolean scanNext(ValueWalk walk) throws IOException {
    Value value = pending.poll();
    if (value == null) {
      return false;
    }
    SegmentWords segment = SegmentWords.find(segments, value.address);
    walk.values(
        segment.words(),
        segment.offsetOf(value.address),
        value.layout,
        value.count,
        value.certainty);
    return true;
  }
}
