package dev.godump.heap.cleanups;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The objects that no recorded root reaches, and the pointers between them. */
final class UnreachedObjects {
  private final Reachability reachability;
  private final Edges edges;

  /** Those that no other of them points at, ascending. */
  private final IntArrayList heads = new IntArrayList();

  /** All of them, ascending. */
  private final IntArrayList objects = new IntArrayList();

  private long bytes;

  UnreachedObjects(HeapGraph graph, Reachability reachability) {
    this.reachability = reachability;
    edges = graph.edges();
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (!reachability.isLive(id)) {
                objects.add(id);
                bytes += size;
              }
            });
    IdSet pointedAt = new IdSet(graph.objects().count());
    for (int source : objects) {
      edges.forEach(
          source,
          target -> {
            if (target != source) {
              pointedAt.add(target);
            }
          });
    }
    for (int object : objects) {
      if (!pointedAt.contains(object)) {
        heads.add(object);
      }
    }
  }

  IntArrayList heads() {
    return heads;
  }

  IntArrayList objects() {
    return objects;
  }

  /** Bytes of all of them. */
  long bytes() {
    return bytes;
  }

  /** Adds all of them that some lead to, these included, to a set. */
  void reach(IntArrayList from, IdSet reached) {
    IntArrayList pending = new IntArrayList();
    for (int start : from) {
      add(start, reached, pending);
    }
    while (!pending.isEmpty()) {
      int next = pending.popInt();
      for (long e = edges.first(next); e != Edges.NONE; e = edges.next(e)) {
        add(edges.target(e), reached, pending);
      }
    }
  }

  private void add(int object, IdSet reached, IntArrayList pending) {
    if (!reachability.isLive(object) && reached.add(object)) {
      pending.add(object);
    }
  }
}
