package dev.godump.heap.histogram;

import dev.godump.format.DumpRecord;
import dev.godump.graph.AllocationProfile;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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

  public static List<Site> of(HeapGraph graph, Reachability reachability) {
    AllocationProfile profile = graph.process().profile();
    Map<Long, long[]> sampled = new HashMap<>();
    profile
        .samples()
        .forEach(
            entry -> {
              long[] counts = sampled.computeIfAbsent(entry.getValue().bucket(), id -> new long[2]);
              counts[0]++;
              counts[1] += reachability.isKnown() && reachability.isLive(entry.getIntKey()) ? 1 : 0;
            });
    return profile.buckets().stream()
        .map(bucket -> site(bucket, sampled.getOrDefault(bucket.bucket(), new long[2])))
        .sorted(
            Comparator.comparingLong(Site::inUseBytes)
                .thenComparingLong(site -> site.bucket().allocs() * site.bucket().size())
                .reversed()
                .thenComparing(site -> site.bucket().bucket()))
        .toList();
  }

  private static Site site(DumpRecord.MemProf bucket, long[] sampled) {
    DumpRecord.StackEntry call = siteOf(bucket);
    long inUse = bucket.allocs() - bucket.frees();
    return new Site(
        call.function(),
        call.file() + ":" + call.line(),
        bucket,
        inUse,
        inUse * bucket.size(),
        sampled[0],
        sampled[1]);
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
