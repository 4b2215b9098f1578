package dev.godump.types.program;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import java.util.ArrayList;
import java.util.List;

/** A segment of data or BSS, with its words by their offsets from its start. */
public record SegmentWords(DumpRecord.Segment segment, RegionWords words) {

  /** All that a dump has, in its order. */
  public static List<SegmentWords> all(HeapGraph graph) {
    List<SegmentWords> all = new ArrayList<>();
    for (DumpRecord.Segment segment : graph.process().segments()) {
      RegionWords words = new RegionWords(graph.source(), graph.process().params());
      words.open(segment.contents());
      all.add(new SegmentWords(segment, words));
    }
    return all;
  }

  /** The one of these that has an address, or null. */
  public static SegmentWords find(List<SegmentWords> all, long address) {
    for (SegmentWords each : all) {
      if (Long.compareUnsigned(each.offsetOf(address), each.segment.contents().length()) < 0) {
        return each;
      }
    }
    return null;
  }

  /** Bytes from the segment's start to an address. */
  public long offsetOf(long address) {
    return address - segment.address();
  }

  /** Bytes from an address in it to its end. */
  public long remainingAt(long address) {
    return segment.contents().length() - offsetOf(address);
  }
}
