package dev.godump.types.inference;

import dev.godump.graph.HeapGraph;
import dev.godump.types.layout.Layout;
import dev.godump.types.program.SegmentWords;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Values in the data and BSS segments that typed pointers point at, such as the unnamed variables
 * that the compiler makes to initialise package variables. {@link #isNew} changes nothing.
 */
final class StaticValues {
  private static final int MOST = 1 << 20;

  private final List<SegmentWords> segments;
  private final Deque<Value> pending = new ArrayDeque<>();

  /** Bytes of the largest values at an address. */
  private final Long2LongOpenHashMap sizeByAddress = new Long2LongOpenHashMap();

  private record Value(SegmentWords segment, long address, Candidate candidate) {}

  StaticValues(HeapGraph graph) {
    segments = SegmentWords.all(graph);
  }

  /** Whether values are in a segment, and larger than those known there. */
  boolean isNew(long address, Layout layout, long count) {
    SegmentWords segment = SegmentWords.find(segments, address);
    return segment != null && isNew(segment, address, layout, count);
  }

  private boolean isNew(SegmentWords segment, long address, Layout layout, long count) {
    long size = size(layout);
    if (size <= 0 || count <= 0) {
      return false;
    }
    return count <= segment.remainingAt(address) / size
        && sizeByAddress.get(address) < count * size
        && sizeByAddress.size() < MOST;
  }

  /** Bytes of a value; 1 if unknown. */
  private static long size(Layout layout) {
    return layout.size == 0 && layout.opaque ? 1 : layout.size;
  }

  /** Queues values if they are in a segment and larger than those known there. */
  void add(long address, Candidate candidate) {
    SegmentWords segment = SegmentWords.find(segments, address);
    if (segment != null && isNew(segment, address, candidate.layout(), candidate.count())) {
      sizeByAddress.put(address, candidate.count() * size(candidate.layout()));
      pending.add(new Value(segment, address, candidate));
    }
  }

  /** Scans values that were queued first; returns false if there are none. */
  boolean scanNext(ValueWalk walk) throws IOException {
    Value value = pending.poll();
    if (value == null) {
      return false;
    }
    Candidate candidate = value.candidate;
    walk.values(
        value.segment.words(),
        value.segment.offsetOf(value.address),
        candidate.layout(),
        candidate.count(),
        candidate.certainty());
    return true;
  }
}
