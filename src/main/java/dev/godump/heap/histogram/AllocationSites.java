package dev.godump.heap.histogram;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RecordSummary;
import dev.godump.heap.dominators.Reachability;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.util.Comparator;
import java.util.List;

/** The allocation profile by call stack, most bytes in use first. */
public final class AllocationSites {
  private AllocationSites() {}

  /**
   * Objects of one size allocated by one call stack. All figures count sampled objects: the profile
   * samples one allocation per 512 KiB unless the program sets another rate.
   *
   * @param site the innermost function outside the allocator, such as {@code main.load}
   * @param location its file and line
   * @param bucket as recorded
   * @param inUseObjects allocations minus frees, as of the last published profile
   * @param inUseBytes bytes of those objects
   * @param inDump sampled objects in the dump
   * @param liveInDump sampled objects in the dump that are live
   */
  public record Site(
      String site,
      String location,
      DumpRecord.MemProf bucket,
      long inUseObjects,
      long inUseBytes,
      long inDump,
      long liveInDump) {}

  /** Returns the profile without counts of live objects: they are 0. */
  public static List<Site> of(RecordSummary records) {
    return sites(records, new Long2LongOpenHashMap());
  }

  public static List<Site> of(HeapGraph graph, Reachability reachability) {
    Long2LongOpenHashMap liveByBucket = new Long2LongOpenHashMap();
    if (reachability.isKnown()) {
      for (Int2ObjectMap.Entry<DumpRecord.MemProf> sample : graph.process().profile().samples()) {
        if (reachability.isLive(sample.getIntKey())) {
          liveByBucket.addTo(sample.getValue().bucket(), 1);
        }
      }
    }
    return sites(RecordSummary.of(graph), liveByBucket);
  }

  private static List<Site> sites(RecordSummary records, Long2LongMap liveByBucket) {
    return records.buckets().stream()
        .map(
            bucket ->
                site(
                    bucket,
                    records.samplesByBucket().get(bucket.bucket()),
                    liveByBucket.get(bucket.bucket())))
        .sorted(
            Comparator.comparingLong(Site::inUseBytes)
                .thenComparingLong(site -> site.bucket().allocs() * site.bucket().size())
                .reversed()
                .thenComparing(site -> site.bucket().bucket()))
        .toList();
  }

  private static Site site(DumpRecord.MemProf bucket, long inDump, long live) {
    DumpRecord.StackEntry call = siteOf(bucket);
    long inUse = bucket.allocs() - bucket.frees();
    return new Site(
        call.function(),
        call.file() + ":" + call.line(),
        bucket,
        inUse,
        inUse * bucket.size(),
        inDump,
        live);
  }

  /** The innermost call of a stack outside the allocator. */
  public static DumpRecord.StackEntry siteOf(DumpRecord.MemProf bucket) {
    List<DumpRecord.StackEntry> stack = bucket.stack();
    for (DumpRecord.StackEntry call : stack) {
      if (!call.function().startsWith("runtime.")
          && !call.function().startsWith("reflect.unsafe_New")) {
        return call;
      }
    }
    return stack.isEmpty()
        ? new DumpRecord.StackEntry("(no stack)", "?", 0)
        : stack.get(stack.size() - 1);
  }
}
