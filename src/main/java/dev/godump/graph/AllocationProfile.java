package dev.godump.graph;

import dev.godump.format.DumpRecord;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.List;
import java.util.Optional;

/** The program's allocation profile, and which objects it sampled. */
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
      if (object >= 0 && bucket != null) {
        bucketByObject.put(object, bucket);
      }
    }
  }

  /** All call stacks that sampled allocations came from. */
  public List<DumpRecord.MemProf> buckets() {
    return buckets;
  }

  /** How many objects in the dump were sampled. */
  public int sampledObjects() {
    return bucketByObject.size();
  }

  /** Where an object was allocated, if it was sampled. */
  public Optional<DumpRecord.MemProf> bucketOf(int object) {
    return Optional.ofNullable(bucketByObject.get(object));
  }

  /** The sampled objects and their buckets. */
  public Iterable<it.unimi.dsi.fastutil.ints.Int2ObjectMap.Entry<DumpRecord.MemProf>> samples() {
    return bucketByObject.int2ObjectEntrySet();
  }
}
