package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Groups nodes of a dominator tree by the kinds of their objects. */
final class SimilarGroups {
  private final SearchedHeap heap;
  private final Int2ObjectOpenHashMap<SimilarObjects> groupByKind = new Int2ObjectOpenHashMap<>();

  SimilarGroups(SearchedHeap heap) {
    this.heap = heap;
  }

  /** Adds a node, which must be an object. */
  void add(int node) {
    int object = heap.tree.object(node);
    int kind = heap.kinds.of(object);
    groupByKind.merge(
        kind,
        new SimilarObjects(
            kind, heap.kinds.type(kind).orElse(""), 1, heap.tree.retained(node), object),
        SimilarObjects::plus);
  }

  Collection<SimilarObjects> all() {
    return groupByKind.values();
  }

  /** The group that retains most. */
  Optional<SimilarObjects> largest() {
    return groupByKind.values().stream()
        .max(
            Comparator.comparingLong(SimilarObjects::retained)
                .thenComparingInt(group -> -group.example()));
  }
}
