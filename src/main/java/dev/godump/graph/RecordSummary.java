package dev.godump.graph;

import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import it.unimi.dsi.fastutil.longs.Long2LongMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectMap;
import java.util.List;
import java.util.Optional;

/**
 * The records of a dump other than those whose number grows with the heap or with the goroutines.
 * Lists are in file order.
 *
 * @param params machine and runtime
 * @param versionRange the releases that can have written the dump, such as {@code go1.9-go1.15}
 * @param types by address of their descriptor
 * @param itabs by their address
 * @param goroutineByThread id of the first goroutine on a thread, by the address of its m
 * @param memStats empty only for a dump that was cut before them
 * @param buckets the allocation profile
 * @param samplesByBucket number of sampled objects in the dump by identity of their bucket
 * @param complete whether the whole dump was read
 */
public record RecordSummary(
    DumpRecord.Params params,
    String versionRange,
    Long2ObjectMap<DumpRecord.Type> types,
    Long2ObjectMap<DumpRecord.Itab> itabs,
    List<DumpRecord.OsThread> threads,
    Long2LongMap goroutineByThread,
    Optional<MemStats> memStats,
    List<DumpRecord.MemProf> buckets,
    Long2LongMap samplesByBucket,
    boolean complete) {

  /** Returns the summary of a dump whose graph is known. */
  public static RecordSummary of(HeapGraph graph) {
    ProcessState process = graph.process();
    Long2LongMap goroutineByThread = new Long2LongOpenHashMap();
    for (Goroutine goroutine : process.goroutines()) {
      if (goroutine.record().thread() != 0) {
        goroutineByThread.putIfAbsent(goroutine.record().thread(), goroutine.id());
      }
    }
    Long2LongOpenHashMap samplesByBucket = new Long2LongOpenHashMap();
    process
        .profile()
        .samples()
        .forEach(sample -> samplesByBucket.addTo(sample.getValue().bucket(), 1));
    return new RecordSummary(
        process.params(),
        process.versionRange(),
        process.types(),
        process.itabs(),
        process.threads(),
        goroutineByThread,
        process.memStats(),
        process.profile().buckets(),
        samplesByBucket,
        graph.loadResult().outcome().isComplete());
  }
}
