package dev.godump.sql.table;

import dev.godump.format.DumpRecord;
import dev.godump.heap.histogram.AllocationSites;
import dev.godump.heap.histogram.AllocationSites.Site;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableRows;
import java.util.stream.Collectors;

/** The table {@code sites}. */
public final class SitesTable {
  /** The definition. */
  public static final HeapTable<Site> TABLE =
      HeapTable.<Site>named(
              "sites",
              "The program's sampled allocation profile, as `godump memprof` shows it: one row per"
                  + " call stack and object size. All figures count sampled objects.")
          .text("site", "The innermost function outside the allocator.", Site::site)
          .text("location", "Its file and line.", Site::location)
          .integer("size", "Bytes of each object.", site -> site.bucket().size())
          .integer("allocs", "Sampled allocations.", site -> site.bucket().allocs())
          .integer("frees", "Those that were freed.", site -> site.bucket().frees())
          .integer("in_use_objects", "Allocations minus frees.", Site::inUseObjects)
          .integer("in_use_bytes", "Bytes of those.", Site::inUseBytes)
          .integer("in_dump", "Sampled objects in the dump.", Site::inDump)
          .integer("live_in_dump", "Live sampled objects in the dump.", Site::liveInDump)
          .text(
              "stack",
              "The functions of the call stack, innermost first, separated by ` < `.",
              SitesTable::stack)
          .rows(
              (heap, columns) ->
                  TableRows.of(
                      AllocationSites.of(heap.heap().graph(), heap.heap().reachability())));

  private SitesTable() {}

  private static String stack(Site site) {
    return site.bucket().stack().stream()
        .map(DumpRecord.StackEntry::function)
        .collect(Collectors.joining(" < "));
  }
}
