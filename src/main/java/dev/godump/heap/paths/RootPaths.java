package dev.godump.heap.paths;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * The shortest paths from roots to objects: breadth first, each level in address order, so that of
 * equally short paths the one with the lowest addresses is found, read back from its end; of
 * several roots that point at its first object, that of a package variable, else the one with the
 * lowest number. Paths may avoid one object, the target, and what is excluded: they end there and
 * don't go on. Takes 8 bytes per object of the heap, 4 for {@link #toAll}.
 */
public final class RootPaths implements ShortestPaths {
  private static final int UNSEEN = -1;

  /** No object is avoided. */
  private static final int NO_TARGET = -1;

  private final HeapGraph graph;
  private final int target;
  private final Exclusions exclusions;

  /** The object before each object; where a root is, -2 less its number. */
  private final int[] parents;

  /** Edges on the path to each object, or empty where nobody will ask. */
  private final int[] distances;

  private RootPaths(HeapGraph graph, int target, Exclusions exclusions) {
    this.graph = graph;
    this.target = target;
    this.exclusions = exclusions;
    parents = new int[graph.objects().count()];
    distances = new int[target == NO_TARGET ? 0 : parents.length];
    Arrays.fill(parents, UNSEEN);
  }

  /** Paths to the target and to all that is live without it, through nothing that is excluded. */
  public static RootPaths around(HeapGraph graph, int target, Exclusions exclusions) {
    RootPaths paths = new RootPaths(graph, target, exclusions);
    paths.search(false);
    return paths;
  }

  /** Paths to the target; other objects are seen only as far as it takes to find it. */
  public static RootPaths to(HeapGraph graph, int target) {
    RootPaths paths = new RootPaths(graph, target, Exclusions.NONE);
    paths.search(true);
    return paths;
  }

  /** Paths to all objects, through nothing that is excluded; their distances aren't kept. */
  public static RootPaths toAll(HeapGraph graph, Exclusions exclusions) {
    RootPaths paths = new RootPaths(graph, NO_TARGET, exclusions);
    paths.search(false);
    return paths;
  }

  private void search(boolean stopAtTarget) {
    Roots roots = graph.roots();
    IntArrayList level = new IntArrayList();
    IntArrayList next = new IntArrayList();
    for (boolean globals : new boolean[] {true, false}) {
      for (int root = 0; root < roots.count(); root++) {
        if (roots.isGlobal(root) == globals && !exclusions.root(root)) {
          see(roots.target(root), -2 - root, 1, level);
        }
      }
    }
    Edges edges = graph.edges();
    for (int distance = 2; !level.isEmpty() && !(stopAtTarget && seen(target)); distance++) {
      IntArrays.quickSort(level.elements(), 0, level.size());
      for (int i = 0; i < level.size(); i++) {
        int id = level.getInt(i);
        if (id != target && !exclusions.object(id)) {
          for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
            see(edges.target(e), id, distance, next);
          }
        }
      }
      IntArrayList done = level;
      level = next;
      next = done;
      next.clear();
    }
  }

  private void see(int id, int parent, int distance, IntArrayList level) {
    if (parents[id] == UNSEEN) {
      parents[id] = parent;
      if (distances.length > 0) {
        distances[id] = distance;
      }
      level.add(id);
    }
  }

  /** Whether a path to an object was found. */
  @Override
  public boolean seen(int id) {
    return parents[id] != UNSEEN;
  }

  /**
   * Edges on the path to an object that was seen; 1 where a root points at it.
   *
   * @throws IndexOutOfBoundsException of paths {@link #toAll}
   */
  @Override
  public int distance(int id) {
    return distances[id];
  }

  /** The object before an object on the path to it, or -1 if it is the first. */
  public int before(int id) {
    return Math.max(-1, parents[id]);
  }

  /** The root that the path to an object begins at, if it is the first object on it. */
  @Override
  public int root(int first) {
    return -2 - parents[first];
  }

  /** The objects on the path to one that was seen, from the one a root points at to itself. */
  @Override
  public IntArrayList path(int id) {
    IntArrayList path = new IntArrayList();
    for (int at = id; at >= 0; at = parents[at]) {
      path.add(at);
    }
    IntArrays.reverse(path.elements(), 0, path.size());
    return path;
  }
}
