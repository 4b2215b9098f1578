package dev.godump.analysis.spans;

import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The objects of one type, one shape and one slot size. */
final class SimilarSlots {
  private final int example;
  private final long size;
  private long objects;

  private SimilarSlots(int example, long size) {
    this.example = example;
    this.size = size;
  }

  /** Returns the id of the first of them. */
  int example() {
    return example;
  }

  /** Returns the bytes of a slot. */
  long size() {
    return size;
  }

  /** Returns their number. */
  long objects() {
    return objects;
  }

  /** Returns all objects that have a type, in the order of the first ones. */
  static List<SimilarSlots> of(HeapGraph graph, HeapTypes types) {
    Search search = new Search(graph, types);
    graph.objects().forEachRange(search::range);
    return search.all;
  }

  private static final class Search {
    private final HeapGraph graph;
    private final HeapTypes types;
    private final List<SimilarSlots> all = new ArrayList<>();
    private final Long2ObjectOpenHashMap<Long2ObjectOpenHashMap<SimilarSlots>> bySize =
        new Long2ObjectOpenHashMap<>();

    Search(HeapGraph graph, HeapTypes types) {
      this.graph = graph;
      this.types = types;
    }

    void range(int from, int to, long size) {
      Long2ObjectOpenHashMap<SimilarSlots> known =
          bySize.computeIfAbsent(size, any -> new Long2ObjectOpenHashMap<>());
      long lastKey = 0;
      SimilarSlots last = null;
      for (int object = from; object < to; object++) {
        int type = types.typeIndex(object);
        if (types.hasType(type)) {
          long key = (long) type << Integer.SIZE | graph.shapeIndex(object);
          // neighbours are often similar
          if (last == null || key != lastKey) {
            last = slots(known, key, object, size);
            lastKey = key;
          }
          last.objects++;
        }
      }
    }

    private SimilarSlots slots(
        Long2ObjectOpenHashMap<SimilarSlots> known, long key, int object, long size) {
      @Nullable SimilarSlots before = known.get(key);
      if (before != null) {
        return before;
      }
      SimilarSlots slots = new SimilarSlots(object, size);
      known.put(key, slots);
      all.add(slots);
      return slots;
    }
  }
}
