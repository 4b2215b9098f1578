package dev.godump.types.program;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A data or BSS segment with its words, by offset from its start. */
public record SegmentWords(DumpRecord.Segment segment, RegionWords words) {

  /** Returns all segments of a dump, in its order. */
  public static List<SegmentWords> all(HeapGraph graph) {
    List<SegmentWords> all = new ArrayList<>();
    for (DumpRecord.Segment segment : graph.process().segments()) {
      RegionWords words = new RegionWords(graph.source(), graph.process().params());
      words.open(segment.contents());
      all.add(new SegmentWords(segment, words));
    }
    return all;
  }

  /** Returns the segment that contains an address, or null. */
  public static @Nullable SegmentWords find(List<SegmentWords> all, long address) {
    for (SegmentWords each : all) {
      if (Long.compareUnsigned(each.offsetOf(address), each.segment.contents().length()) < 0) {
        return each;
      }
    }
    return null;
  }

  /** Returns the bytes from the segment's start to an address. */
  public long offsetOf(long address) {
    return address - segment.address();
  }

  /** Returns the bytes from an address in the segment to its end. */
  public long remainingAt(long address) {
    return segment.contents().length() - offsetOf(address);
  }
}
