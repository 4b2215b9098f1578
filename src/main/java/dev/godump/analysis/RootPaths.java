package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * The shortest paths from roots to objects, none of which goes through one chosen object, the
 * target: breadth first, each level in address order, so that of equally short paths the one with
 * the lowest addresses is found, read back from the target. Takes 8 bytes per object of the heap.
 */
public final class RootPaths {
  private static final int UNSEEN = -1;
  private static final int ROOT = -2;

  private final HeapGraph graph;
  private final int target;
  private final int[] parents;
  private final int[] distances;

  private RootPaths(HeapGraph graph, int target) {
    this.graph = graph;
    this.target = target;
    parents = new int[graph.objects().count()];
    distances = new int[graph.objects().count()];
    Arrays.fill(parents, UNSEEN);
  }

  /** Paths to the target and to all that is live without it. */
  public static RootPaths around(HeapGraph graph, int target) {
    RootPaths paths = new RootPaths(graph, target);
    paths.search(false);
    return paths;
  }

  /** Paths to the target; other objects are seen only as far as it takes to find it. */
  public static RootPaths to(HeapGraph graph, int target) {
    RootPaths paths = new RootPaths(graph, target);
    paths.search(true);
    return paths;
  }

  private void search(boolean stopAtTarget) {
    Roots roots = graph.roots();
    IntArrayList level = new IntArrayList();
    for (int root = 0; root < roots.count(); root++) {
      see(roots.target(root), ROOT, 1, level);
    }
    Edges edges = graph.edges();
    for (int distance = 2; !level.isEmpty() && !(stopAtTarget && seen(target)); distance++) {
      int[] frontier = level.toIntArray();
      IntArrays.quickSort(frontier);
      level = new IntArrayList();
      for (int id : frontier) {
        if (id != target) {
          for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
            see(edges.target(e), id, distance, level);
          }
        }
      }
    }
  }

  private void see(int id, int parent, int distance, IntArrayList level) {
    if (parents[id] == UNSEEN) {
      parents[id] = parent;
      distances[id] = distance;
      level.add(id);
    }
  }

  /** Whether a path to an object was found. */
  public boolean seen(int id) {
    return parents[id] != UNSEEN;
  }

  /** Edges on the path to an object that was seen; 1 where a root points at it. */
  public int distance(int id) {
    return distances[id];
  }

  /** The objects on the path to one that was seen, from the one a root points at to itself. */
  public IntArrayList path(int id) {
    IntArrayList path = new IntArrayList();
    for (int at = id; at >= 0; at = parents[at]) {
      path.add(at);
    }
    IntArrays.reverse(path.elements(), 0, path.size());
    return path;
  }
}
