package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.RecordVisitor;
import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Collects the records whose number depends on the program and not on its heap: types, itabs,
 * threads, statistics and profile.
 */
abstract class ProgramRecords implements RecordVisitor {
  private final Long2ObjectLinkedOpenHashMap<DumpRecord.Type> types =
      new Long2ObjectLinkedOpenHashMap<>();
  private final Long2ObjectLinkedOpenHashMap<DumpRecord.Itab> itabs =
      new Long2ObjectLinkedOpenHashMap<>();
  private final List<DumpRecord.OsThread> threads = new ArrayList<>();
  private final List<DumpRecord.MemProf> buckets = new ArrayList<>();
  private @Nullable MemStats memStats;

  /** Returns the types by address of their descriptor. */
  final Long2ObjectLinkedOpenHashMap<DumpRecord.Type> types() {
    return types;
  }

  /** Returns the itabs by their address. */
  final Long2ObjectLinkedOpenHashMap<DumpRecord.Itab> itabs() {
    return itabs;
  }

  final List<DumpRecord.OsThread> threads() {
    return List.copyOf(threads);
  }

  /** Returns the allocation profile. */
  final List<DumpRecord.MemProf> buckets() {
    return List.copyOf(buckets);
  }

  /** Returns the MemStats record, or null before there is one. */
  final @Nullable MemStats memStats() {
    return memStats;
  }

  @Override
  public void type(long position, DumpRecord.Type type) {
    types.putIfAbsent(type.address(), type);
  }

  @Override
  public void itab(long position, DumpRecord.Itab itab) {
    itabs.putIfAbsent(itab.address(), itab);
  }

  @Override
  public void thread(long position, DumpRecord.OsThread thread) {
    threads.add(thread);
  }

  @Override
  public void memStats(long position, MemStats stats) {
    memStats = stats;
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) {
    buckets.add(bucket);
  }
}
