package dev.godump.heap.dominators;

import dev.godump.graph.CsrBuilder;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.vector.IdSet;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;

/**
 * The live objects that no other object dominates ("top objects"), numbered from 0, and for every
 * live object the top object that dominates it. Objects to which a holder tree ignores pointers, in
 * which the runtime keeps goroutines, are top objects as well. All paths to an object lead through
 * its top object. So a pointer from an object below one top object to an object below another can
 * only point at that top object itself, and such pointers form a graph of top objects.
 */
public final class TopObjects {
  private final HeapGraph graph;
  private final Storage storage;

  /** What {@link #topOf} returns for garbage. */
  static final int NONE = -1;

  /** The top object's number plus 1; 0 for garbage. */
  private final IntVector topByObject;

  private final IdSet topObjects;
  private int count;

  /**
   * @param storage for 8 bytes per object
   */
  public TopObjects(HeapGraph graph, DominatorTree tree, Storage storage) {
    this.graph = graph;
    this.storage = storage;
    int objects = graph.objects().count();
    topObjects = new IdSet(objects);
    IdSet ofGoroutines = ofGoroutines(graph, tree);
    IntVector topByNode = storage.ints(tree.count());
    for (int node = 1; node < tree.count(); node++) {
      int object = tree.object(node);
      if (object != ObjectTable.NONE) {
        int above = topByNode.get(tree.dominator(node));
        if (above == 0 || ofGoroutines.contains(object)) {
          topObjects.add(object);
          above = ++count;
        }
        topByNode.set(node, above);
      }
    }
    topByObject = storage.ints(objects);
    for (int object = 0; object < objects; object++) {
      topByObject.set(object, topByNode.get(tree.node(object)));
    }
  }

  /**
   * Returns each g, the objects that it points at, and the wait records: a holder tree ignores
   * pointers to them.
   */
  private static IdSet ofGoroutines(HeapGraph graph, DominatorTree tree) {
    IdSet targets = new IdSet(graph.objects().count());
    GoroutineObjects goroutines = tree.owners().goroutineObjects();
    for (int goroutine = 0; goroutine < goroutines.goroutines(); goroutine++) {
      int g = goroutines.g(goroutine);
      if (g != ObjectTable.NONE) {
        targets.add(g);
        graph.edges().forEach(g, targets::add);
        goroutines.waitRecords(goroutine).forEach(targets::add);
      }
    }
    return targets;
  }

  /** The number of top objects. */
  int count() {
    return count;
  }

  /** The top object of an object, or {@link #NONE} for garbage. */
  int topOf(int object) {
    return topByObject.get(object) - 1;
  }

  /** The pointers between objects below different top objects, as edges between top objects. */
  Edges edges() {
    IntVector sources = storage.ints();
    IntVector targets = storage.ints();
    CsrBuilder rows = new CsrBuilder(storage, count);
    forEachEdge(
        (from, to) -> {
          rows.count(from);
          sources.add(from);
          targets.add(to);
        });
    rows.startFilling();
    for (long i = 0; i < sources.size(); i++) {
      rows.put(sources.get(i), targets.get(i));
    }
    return rows.build();
  }

  /** Visits edges. */
  @FunctionalInterface
  private interface EdgeVisitor {
    void edge(int from, int to);
  }

  private void forEachEdge(EdgeVisitor visitor) {
    Edges all = graph.edges();
    for (int object = 0; object < graph.objects().count(); object++) {
      int from = topOf(object);
      int before = from;
      for (long e = from == NONE ? Edges.NONE : all.first(object);
          e != Edges.NONE;
          e = all.next(e)) {
        int target = all.target(e);
        if (topObjects.contains(target)) {
          int to = topOf(target);
          if (to != before && to != from) {
            visitor.edge(from, to);
            before = to;
          }
        }
      }
    }
  }
}
