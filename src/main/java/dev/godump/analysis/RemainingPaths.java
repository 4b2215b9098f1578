package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.List;

/**
 * Shortest paths from roots to all objects that stay reachable after cuts. Takes 8 bytes per object
 * of the heap during the search, 4 afterwards.
 */
public final class RemainingPaths {
  private static final int UNSEEN = Integer.MIN_VALUE;
  private static final int CUT = Integer.MIN_VALUE + 1;
  private static final int UNLINKED = Integer.MIN_VALUE + 2;

  /** The previous object on the path, {@code ~root} for the first, or UNSEEN, CUT or UNLINKED. */
  private final int[] parentByObject;

  /** Objects that lost their pointers. */
  private final IntOpenHashSet cleared = new IntOpenHashSet();

  public RemainingPaths(HeapGraph graph, List<Cut> cuts) {
    parentByObject = new int[graph.objects().count()];
    Arrays.fill(parentByObject, UNSEEN);
    boolean[] isRootCut = new boolean[graph.roots().count()];
    for (Cut cut : cuts) {
      cleared.addAll(cut.cleared());
      cut.unlinked().forEach(object -> parentByObject[object] = UNLINKED);
    }
    for (Cut cut : cuts) {
      cut.objects().forEach(object -> parentByObject[object] = CUT);
      cut.roots().forEach(root -> isRootCut[root] = true);
    }
    search(graph, isRootCut);
  }

  private void search(HeapGraph graph, boolean[] isRootCut) {
    Roots roots = graph.roots();
    Edges edges = graph.edges();
    int[] queue = new int[parentByObject.length];
    int tail = 0;
    for (int root = 0; root < isRootCut.length; root++) {
      int target = roots.target(root);
      if (!isRootCut[root] && parentByObject[target] == UNSEEN) {
        parentByObject[target] = ~root;
        queue[tail++] = target;
      }
    }
    for (int head = 0; head < tail; head++) {
      int id = queue[head];
      for (long e = firstEdge(edges, id); e != Edges.NONE; e = edges.next(e)) {
        int target = edges.target(e);
        if (parentByObject[target] == UNSEEN) {
          parentByObject[target] = id;
          queue[tail++] = target;
        }
      }
    }
  }

  /**
   * Returns the objects that some objects lead to, these included, and that no root reaches any
   * more; paths don't pass through what is cut.
   */
  public IdSet reachedFrom(HeapGraph graph, IntList starts) {
    Edges edges = graph.edges();
    IdSet reached = new IdSet(parentByObject.length);
    IntArrayList pending = new IntArrayList(starts);
    while (!pending.isEmpty()) {
      int object = pending.popInt();
      if (parentByObject[object] == UNSEEN && reached.add(object)) {
        edges.forEach(object, pending::push);
      }
    }
    return reached;
  }

  private long firstEdge(Edges edges, int object) {
    return cleared.contains(object) ? Edges.NONE : edges.first(object);
  }

  /** Whether an object is cut itself. */
  boolean isCut(int object) {
    return parentByObject[object] == CUT;
  }

  /** Whether an object is still reachable. */
  public boolean isReached(int object) {
    return parentByObject[object] > UNLINKED;
  }

  /** Returns the objects on the path to a reached object, that object last. */
  IntArrayList pathTo(int object) {
    IntArrayList path = new IntArrayList();
    for (int at = object; at >= 0; at = parentByObject[at]) {
      path.add(at);
    }
    IntArrays.reverse(path.elements(), 0, path.size());
    return path;
  }

  /** Returns the root at the start of the path to a reached object. */
  int rootOf(int object) {
    int at = object;
    while (at >= 0) {
      at = parentByObject[at];
    }
    return ~at;
  }
}
