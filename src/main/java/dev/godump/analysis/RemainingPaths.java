package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.List;

/**
 * What roots still lead to when some objects and roots are gone, and a shortest path to each such
 * object. Takes 8 bytes per object of the heap for the time of the search, half of that later.
 */
final class RemainingPaths {
  private static final int UNSEEN = Integer.MIN_VALUE;
  private static final int CUT = Integer.MIN_VALUE + 1;

  /** Of each object the one before it on its path; for the first of a path, its root inverted. */
  private final int[] parents;

  RemainingPaths(HeapGraph graph, List<Cut> cuts) {
    parents = new int[graph.objects().count()];
    Arrays.fill(parents, UNSEEN);
    boolean[] rootGone = new boolean[graph.roots().count()];
    for (Cut cut : cuts) {
      cut.objects().forEach(object -> parents[object] = CUT);
      cut.roots().forEach(root -> rootGone[root] = true);
    }
    search(graph, rootGone);
  }

  private void search(HeapGraph graph, boolean[] rootGone) {
    Roots roots = graph.roots();
    Edges edges = graph.edges();
    int[] queue = new int[parents.length];
    int tail = 0;
    for (int root = 0; root < rootGone.length; root++) {
      int target = roots.target(root);
      if (!rootGone[root] && parents[target] == UNSEEN) {
        parents[target] = ~root;
        queue[tail++] = target;
      }
    }
    for (int head = 0; head < tail; head++) {
      int id = queue[head];
      for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
        int target = edges.target(e);
        if (parents[target] == UNSEEN) {
          parents[target] = id;
          queue[tail++] = target;
        }
      }
    }
  }

  /** Whether an object is one of those that are gone. */
  boolean cut(int object) {
    return parents[object] == CUT;
  }

  /** Whether a root still leads to an object. */
  boolean reach(int object) {
    return parents[object] > CUT;
  }

  /** The objects on the path to one that is reached, from the one a root points at to itself. */
  IntArrayList path(int object) {
    IntArrayList path = new IntArrayList();
    for (int at = object; at >= 0; at = parents[at]) {
      path.add(at);
    }
    IntArrays.reverse(path.elements(), 0, path.size());
    return path;
  }

  /** The root that the path to an object that is reached starts from. */
  int root(int object) {
    int at = object;
    while (at >= 0) {
      at = parents[at];
    }
    return ~at;
  }
}
