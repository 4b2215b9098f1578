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
  private final int[] parentByObject;

  RemainingPaths(HeapGraph graph, List<Cut> cuts) {
    parentByObject = new int[graph.objects().count()];
    Arrays.fill(parentByObject, UNSEEN);
    boolean[] isRootCut = new boolean[graph.roots().count()];
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
      for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
        int target = edges.target(e);
        if (parentByObject[target] == UNSEEN) {
          parentByObject[target] = id;
          queue[tail++] = target;
        }
      }
    }
  }

  /** Whether an object is one of those that are gone. */
  boolean isCut(int object) {
    return parentByObject[object] == CUT;
  }

  /** Whether a root still leads to an object. */
  boolean isReached(int object) {
    return parentByObject[object] > CUT;
  }

  /** The objects on the path to one that is reached, from the one a root points at to itself. */
  IntArrayList pathTo(int object) {
    IntArrayList path = new IntArrayList();
    for (int at = object; at >= 0; at = parentByObject[at]) {
      path.add(at);
    }
    IntArrays.reverse(path.elements(), 0, path.size());
    return path;
  }

  /** The root that the path to an object that is reached starts from. */
  int rootOf(int object) {
    int at = object;
    while (at >= 0) {
      at = parentByObject[at];
    }
    return ~at;
  }
}
