package dev.godump.analysis.growth;

import dev.godump.analysis.ObjectTotal;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.CrossDumpKeys;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the objects of a dump are, for comparison with another dump of the program. Go doesn't move
 * objects: one of the same type and size at the same address is most likely the same, though a slot
 * may have been freed and taken again. Takes 12 bytes per object.
 */
public final class ObjectAddresses {
  /** In ascending order. */
  private final long[] addresses;

  /** The kind of each: an index of {@link #kinds}. */
  private final int[] kindByObject;

  private final List<Kind> kinds;

  /** Objects of a type, by its name in all dumps, in slots of a size in bytes. */
  private record Kind(String type, long size) {}

  private ObjectAddresses(long[] addresses, int[] kindByObject, List<Kind> kinds) {
    this.addresses = addresses;
    this.kindByObject = kindByObject;
    this.kinds = kinds;
  }

  /**
   * Finds the objects of a dump.
   *
   * @param garbage whether garbage is included; it is if the dump lacks its roots
   */
  public static ObjectAddresses of(Heap heap, boolean garbage) throws IOException {
    HeapGraph graph = heap.graph();
    CrossDumpKeys keys = CrossDumpKeys.byTypeWithWholeMaps(graph, heap.types());
    boolean all = garbage || !Reachability.isKnown(graph);
    DominatorTree tree = heap.tree();
    int most = all ? graph.objects().count() : Math.toIntExact(tree.liveObjects());
    Collection found = new Collection(keys, most);
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (all || tree.isLive(id)) {
                found.add(address, keys.keyOf(id), size);
              }
            });
    return found.addresses();
  }

  /** Objects while they are visited. */
  private static final class Collection {
    private final CrossDumpKeys keys;
    private final long[] addresses;
    private final int[] kindByObject;
    private final List<Kind> kinds = new ArrayList<>();
    private final Map<Long, Long2IntOpenHashMap> kindBySizeAndKey = new HashMap<>();
    private long lastSize = -1;
    private Long2IntOpenHashMap kindByKey = new Long2IntOpenHashMap();
    private int count;

    Collection(CrossDumpKeys keys, int most) {
      this.keys = keys;
      this.addresses = new long[most];
      this.kindByObject = new int[most];
    }

    void add(long address, int key, long size) {
      if (size != lastSize) {
        lastSize = size;
        kindByKey = kindBySizeAndKey.computeIfAbsent(size, any -> new Long2IntOpenHashMap());
      }
      addresses[count] = address;
      kindByObject[count++] = kindByKey.computeIfAbsent(key, any -> newKind(key, size));
    }

    private int newKind(int key, long size) {
      kinds.add(new Kind(keys.name(key), size));
      return kinds.size() - 1;
    }

    ObjectAddresses addresses() {
      return new ObjectAddresses(
          Arrays.copyOf(addresses, count), Arrays.copyOf(kindByObject, count), kinds);
    }
  }

  /** Returns the objects that a later dump has as well, by the names of their types. */
  public Map<String, ObjectTotal> survivorsIn(ObjectAddresses later) {
    long[] countByKind = new long[kinds.size()];
    int other = 0;
    for (int object = 0; object < addresses.length; object++) {
      while (other < later.addresses.length
          && Long.compareUnsigned(later.addresses[other], addresses[object]) < 0) {
        other++;
      }
      if (other < later.addresses.length
          && later.addresses[other] == addresses[object]
          && kinds.get(kindByObject[object]).equals(later.kinds.get(later.kindByObject[other]))) {
        countByKind[kindByObject[object]]++;
      }
    }
    Map<String, ObjectTotal> survivors = new HashMap<>();
    for (int kind = 0; kind < countByKind.length; kind++) {
      ObjectTotal total =
          new ObjectTotal(countByKind[kind], countByKind[kind] * kinds.get(kind).size());
      survivors.merge(
          kinds.get(kind).type(),
          total,
          (one, more) ->
              new ObjectTotal(one.objects() + more.objects(), one.bytes() + more.bytes()));
    }
    return survivors;
  }
}
