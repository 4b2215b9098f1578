package dev.godump.heap.cleanups;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.graph.HeapGraph;
import java.util.Optional;

/**
 * The most bytes that can be garbage unless objects died since the last collection: what was
 * allocated since. A dump has no garbage from before it, because the writer sweeps first. The size
 * of the heap after that collection follows from NextGC (runtime/mgcpacer.go), if GOGC is 100.
 *
 * @param bytes {@link Long#MAX_VALUE} if unknown
 */
public record GarbageBound(long bytes) {
  /** The least NextGC, in bytes. */
  private static final long LEAST_GOAL = 4 << 20;

  private static final GarbageBound UNKNOWN = new GarbageBound(Long.MAX_VALUE);

  /** Returns the bound of a dump. */
  public static GarbageBound of(HeapGraph graph) {
    Optional<MemStats> known = graph.process().memStats();
    if (known.isEmpty()) {
      return UNKNOWN;
    }
    MemStats stats = known.get();
    long goal = stats.get("NextGC");
    long allocated = stats.get("HeapAlloc");
    // a goal above that of a heap just collected means that GOGC is not 100
    if (goal <= LEAST_GOAL || allocated <= 0 || goal / 2 > allocated + allocated / 10) {
      return UNKNOWN;
    }
    long globals =
        graph.process().segments().stream()
            .map(DumpRecord.Segment::contents)
            .mapToLong(contents -> contents.length())
            .sum();
    long collected = (goal - stats.get("StackInuse") - globals) / 2;
    return new GarbageBound(Math.max(0, allocated - collected));
  }

  /**
   * Returns how many of the bytes that look like garbage were alive at the last collection: the
   * dump doesn't list what held them. 0 if all can be garbage.
   */
  public long excess(long garbage) {
    return allows(garbage) ? 0 : garbage - bytes;
  }

  /** Whether so many bytes can be garbage; a tenth more is within the error. */
  boolean allows(long garbage) {
    return bytes == Long.MAX_VALUE || garbage - garbage / 10 <= bytes;
  }
}
