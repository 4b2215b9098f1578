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
  private final int[] parentByObject;

  /** Edges on the path to each object, or empty where nobody will ask. */
  private final int[] distanceByObject;

  private RootPaths(HeapGraph graph, int target, Exclusions exclusions) {
    this.graph = graph;
    this.target = target;
    this.exclusions = exclusions;
    parentByObject = new int[graph.objects().count()];
    distanceByObject = new int[target == NO_TARGET ? 0 : parentByObject.length];
    Arrays.fill(parentByObject, UNSEEN);
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
        if (roots.isGlobal(root) == globals && !exclusions.excludesRoot(root)) {
          see(roots.target(root), -2 - root, 1, level);
        }
      }
    }
    Edges edges = graph.edges();
    for (int distance = 2; !level.isEmpty() && !(stopAtTarget && hasPath(target)); distance++) {
      IntArrays.quickSort(level.elements(), 0, level.size());
      for (int i = 0; i < level.size(); i++) {
        int id = level.getInt(i);
        if (id != target && !exclusions.excludesObject(id)) {
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
    if (parentByObject[id] == UNSEEN) {
      parentByObject[id] = parent;
      if (distanceByObject.length > 0) {
        distanceByObject[id] = distance;
      }
      level.add(id);
    }
  }

  /** Whether a path to an object was found. */
  @Override
  public boolean hasPath(int id) {
    return parentByObject[id] != UNSEEN;
  }

  /**
   * Edges on the path to an object that was seen; 1 where a root points at it.
   *
   * @throws IndexOutOfBoundsException of paths {@link #toAll}
   */
  @Override
  public int distanceTo(int id) {
    return distanceByObject[id];
  }

  /** The object before an object on the path to it, or -1 if it is the first. */
  public int predecessor(int id) {
    return Math.max(-1, parentByObject[id]);
  }

  /** The root that the path to an object begins at, if it is the first object on it. */
  @Override
  public int rootOf(int first) {
    return -2 - parentByObject[first];
  }

  /** The objects on the path to one that was seen, from the one a root points at to itself. */
  @Override
  public IntArrayList pathTo(int id) {
    IntArrayList path = new IntArrayList();
    for (int at = id; at >= 0; at = parentByObject[at]) {
      path.add(at);
    }
    IntArrays.reverse(path.elements(), 0, path.size());
    return path;
  }
}
