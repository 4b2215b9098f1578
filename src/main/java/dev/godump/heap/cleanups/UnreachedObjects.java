package dev.godump.heap.cleanups;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The objects that no recorded root reaches, and the pointers between them. */
final class UnreachedObjects {
  private final HeapGraph graph;
  private final Reachability reachability;

  /** All of them, ascending. */
  private final IntArrayList objects = new IntArrayList();

  private long bytes;

  UnreachedObjects(HeapGraph graph, Reachability reachability) {
    this.graph = graph;
    this.reachability = reachability;
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (!reachability.isLive(id)) {
                objects.add(id);
                bytes += size;
              }
            });
  }

  /** Returns those that no other of them points at, ascending. */
  IntArrayList heads() {
    Edges edges = graph.edges();
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
    IntArrayList heads = new IntArrayList();
    for (int object : objects) {
      if (!pointedAt.contains(object)) {
        heads.add(object);
      }
    }
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
    Edges edges = graph.edges();
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
