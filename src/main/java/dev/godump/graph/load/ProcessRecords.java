package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.RecordVisitor;
import dev.godump.graph.AllocationProfile;
import dev.godump.graph.GoVersion;
import dev.godump.graph.GoroutineState;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import it.unimi.dsi.fastutil.longs.Long2ObjectLinkedOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps the records that are neither objects nor belong to goroutines: there are few of them. */
public final class ProcessRecords implements RecordVisitor {
  private final Long2ObjectLinkedOpenHashMap<DumpRecord.Type> types =
      new Long2ObjectLinkedOpenHashMap<>();
  private final Long2ObjectLinkedOpenHashMap<DumpRecord.Itab> itabs =
      new Long2ObjectLinkedOpenHashMap<>();
  private final List<DumpRecord.Thread> threads = new ArrayList<>();
  private final List<DumpRecord.Segment> segmentCount = new ArrayList<>();
  private final List<DumpRecord.Finalizer> finalizers = new ArrayList<>();
  private final List<DumpRecord.OtherRoot> otherRootCount = new ArrayList<>();
  private final List<DumpRecord.MemProf> buckets = new ArrayList<>();
  private final List<DumpRecord.AllocSample> samples = new ArrayList<>();
  private DumpRecord.Params params;
  private Optional<GoVersion> version = Optional.empty();
  private MemStats memStats;

  /** The first record of parameters, or null before there is one. */
  DumpRecord.Params params() {
    return params;
  }

  Optional<GoVersion> version() {
    return version;
  }

  /** Null before there are any. */
  MemStats memStats() {
    return memStats;
  }

  int segmentCount() {
    return segmentCount.size();
  }

  List<DumpRecord.Finalizer> finalizers() {
    return finalizers;
  }

  int otherRootCount() {
    return otherRootCount.size();
  }

  /**
   * All of it.
   *
   * @param versionRange the releases that the dump can come from
   */
  public ProcessState state(GoroutineState goroutines, ObjectTable objects, String versionRange) {
    return new ProcessState(
        params,
        version,
        versionRange,
        types,
        itabs,
        goroutines.goroutines(),
        goroutines.frames(),
        goroutines.defers(),
        goroutines.panics(),
        List.copyOf(threads),
        List.copyOf(segmentCount),
        List.copyOf(finalizers),
        List.copyOf(otherRootCount),
        Optional.ofNullable(memStats),
        new AllocationProfile(buckets, samples, objects));
  }

  @Override
  public void params(long position, DumpRecord.Params record) {
    if (params == null) {
      params = record;
      version = GoVersion.parse(record.version());
    }
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
  public void thread(long position, DumpRecord.Thread thread) {
    threads.add(thread);
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) {
    segmentCount.add(segment);
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer finalizer) {
    finalizers.add(finalizer);
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    otherRootCount.add(root);
  }

  @Override
  public void memStats(long position, MemStats stats) {
    memStats = stats;
  }

  @Override
  public void memProf(long position, DumpRecord.MemProf bucket) {
    buckets.add(bucket);
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) {
    samples.add(sample);
  }
}
