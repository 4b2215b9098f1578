package dev.godump.graph;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import it.unimi.dsi.fastutil.longs.Long2ObjectMap;
import java.util.List;
import java.util.Optional;

/**
 * The contents of a dump other than its objects. Lists are in file order.
 *
 * @param params machine and runtime
 * @param version the Go release, if the dump names a known one
 * @param versionRange the releases that can have written the dump, such as {@code go1.9-go1.15}
 * @param types by address of their descriptor
 * @param itabs by their address
 * @param defers each with its goroutine's address
 * @param panics each with its goroutine's address
 * @param memStats empty only for a dump that was truncated before them
 */
public record ProcessState(
    DumpRecord.Params params,
    Optional<GoVersion> version,
    String versionRange,
    Long2ObjectMap<DumpRecord.Type> types,
    Long2ObjectMap<DumpRecord.Itab> itabs,
    List<Goroutine> goroutines,
    Frames frames,
    List<DumpRecord.Defer> defers,
    List<DumpRecord.Panic> panics,
    List<DumpRecord.OsThread> threads,
    List<DumpRecord.Segment> segments,
    List<DumpRecord.Finalizer> finalizers,
    List<DumpRecord.OtherRoot> otherRoots,
    Optional<MemStats> memStats,
    AllocationProfile profile) {

  /** Returns the goroutine with a goid. */
  public Optional<Goroutine> goroutine(long id) {
    return goroutines.stream().filter(g -> g.id() == id).findFirst();
  }

  /** Returns the goroutine with its g at an address. */
  public Optional<Goroutine> goroutineAt(long address) {
    return goroutines.stream().filter(g -> g.record().address() == address).findFirst();
  }
}
