package dev.godump.heap.parts;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import dev.godump.heap.dominators.Reachability;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;

/** The objects that some roots reach and that others don't. */
public final class KeptObjects {
  /** No objects. */
  public static final KeptObjects NONE = new KeptObjects(0);

  private final IdSet ids;
  private final IntArrayList order = new IntArrayList();
  private long bytes;

  private KeptObjects(int limit) {
    ids = new IdSet(limit);
  }

  /**
   * Searches from roots; takes a bit per object of the graph, and time in proportion to what is
   * found.
   *
   * @param others the objects that other roots reach; no root leads to one of them
   */
  public static KeptObjects of(HeapGraph graph, Reachability others, Roots roots) {
    KeptObjects kept = new KeptObjects(graph.objects().count());
    for (int root = 0; root < roots.count(); root++) {
      kept.add(graph, roots.target(root));
    }
    if (kept.order.isEmpty()) {
      // the edges of an index are read as a whole
      return kept;
    }
    Edges edges = graph.edges();
    for (int next = 0; next < kept.order.size(); next++) {
      int object = kept.order.getInt(next);
      for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
        if (!others.isLive(edges.target(e))) {
          kept.add(graph, edges.target(e));
        }
      }
    }
    return kept;
  }

  private void add(HeapGraph graph, int object) {
    if (ids.add(object)) {
      order.add(object);
      bytes += graph.objects().size(object);
    }
  }

  /** Whether an object is one of them. */
  public boolean contains(int object) {
    return !order.isEmpty() && ids.contains(object);
  }

  /** Their number. */
  public int count() {
    return order.size();
  }

  /** The bytes of their slots. */
  public long bytes() {
    return bytes;
  }

  /** Their ids, in the order in which a search from the roots finds them. */
  IntArrayList inOrder() {
    return order;
  }
}
