package dev.godump.graph;

import dev.godump.format.DumpRecord;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.List;
import java.util.Optional;

/** The program's sampled allocation profile, and the bucket of each object that it sampled. */
public final class AllocationProfile {
  private final List<DumpRecord.MemProf> buckets;
  private final Int2ObjectOpenHashMap<DumpRecord.MemProf> bucketByObject =
      new Int2ObjectOpenHashMap<>();

  public AllocationProfile(
      List<DumpRecord.MemProf> buckets, List<DumpRecord.AllocSample> samples, ObjectTable objects) {
    this.buckets = List.copyOf(buckets);
    Long2ObjectOpenHashMap<DumpRecord.MemProf> bucketById = new Long2ObjectOpenHashMap<>();
    buckets.forEach(bucket -> bucketById.put(bucket.bucket(), bucket));
    for (DumpRecord.AllocSample sample : samples) {
      int object = objects.find(sample.object());
      DumpRecord.MemProf bucket = bucketById.get(sample.bucket());
      if (object != ObjectTable.NONE && bucket != null) {
        bucketByObject.put(object, bucket);
      }
    }
  }

  /** Returns all buckets: one per call stack and object size. */
  public List<DumpRecord.MemProf> buckets() {
    return buckets;
  }

  /** Returns the number of sampled objects in the dump. */
  public int sampledObjects() {
    return bucketByObject.size();
  }

  /** Returns the bucket of an object, or nothing if the object was not sampled. */
  public Optional<DumpRecord.MemProf> bucketOf(int object) {
    return Optional.ofNullable(bucketByObject.get(object));
  }

  /** Returns the sampled objects with their buckets. */
  public Iterable<Int2ObjectMap.Entry<DumpRecord.MemProf>> samples() {
    return bucketByObject.int2ObjectEntrySet();
  }
}
