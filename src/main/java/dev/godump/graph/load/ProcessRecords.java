package dev.godump.graph.load;

import dev.godump.format.DumpRecord;
import dev.godump.graph.AllocationProfile;
import dev.godump.graph.GoVersion;
import dev.godump.graph.GoroutineState;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.ProcessState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the records other than objects' and goroutines': there are few of them. */
public final class ProcessRecords extends ProgramRecords {
  private final List<DumpRecord.Segment> segments = new ArrayList<>();
  private final List<DumpRecord.Finalizer> finalizers = new ArrayList<>();
  private final List<DumpRecord.OtherRoot> otherRoots = new ArrayList<>();
  private final List<DumpRecord.AllocSample> samples = new ArrayList<>();
  private DumpRecord.@Nullable Params params;
  private Optional<GoVersion> version = Optional.empty();

  /** Returns the first Params record, or null before there is one. */
  DumpRecord.@Nullable Params params() {
    return params;
  }

  List<DumpRecord.Finalizer> finalizers() {
    return finalizers;
  }

  /**
   * Returns the process state made of these records and the goroutines. There must have been a
   * Params record.
   *
   * @param versionRange the releases that can have written the dump
   */
  public ProcessState state(GoroutineState goroutines, ObjectTable objects, String versionRange) {
    return new ProcessState(
        Objects.requireNonNull(params),
        version,
        versionRange,
        types(),
        itabs(),
        goroutines.goroutines(),
        goroutines.frames(),
        goroutines.defers(),
        goroutines.panics(),
        threads(),
        List.copyOf(segments),
        List.copyOf(finalizers),
        List.copyOf(otherRoots),
        Optional.ofNullable(memStats()),
        new AllocationProfile(buckets(), samples, objects));
  }

  @Override
  public void params(long position, DumpRecord.Params record) {
    if (params == null) {
      params = record;
      version = GoVersion.parse(record.version());
    }
  }

  @Override
  public void segment(long position, DumpRecord.Segment segment, Words words) {
    segments.add(segment);
  }

  @Override
  public void finalizer(long position, DumpRecord.Finalizer finalizer) {
    finalizers.add(finalizer);
  }

  @Override
  public void otherRoot(long position, DumpRecord.OtherRoot root) {
    otherRoots.add(root);
  }

  @Override
  public void allocSample(long position, DumpRecord.AllocSample sample) {
    samples.add(sample);
  }
}
