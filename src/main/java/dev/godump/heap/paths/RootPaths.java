package dev.godump.heap.paths;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Roots;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * Shortest paths from roots to objects, found by a breadth-first search. Each level is visited in
 * address order, so that among equally short paths the one with the lowest addresses, compared from
 * its end, wins. Among several roots that point at the first object, a package variable wins, then
 * the lowest id. Paths can avoid one object, the target, and excluded ones: they can end there, but
 * not continue. Takes 8 bytes per object of the heap, 4 for {@link #toAll}.
 */
public final class RootPaths implements ShortestPaths {
  private static final int UNSEEN = -1;

  /** No object is avoided. */
  private static final int NO_TARGET = ObjectTable.NONE;

  private final HeapGraph graph;
  private final int target;
  private final Exclusions exclusions;

  /**
   * The predecessor of each object; for the first object of a path, -2 minus the id of the root.
   */
  private final int[] parentByObject;

  /** Edges on the path to each object; empty for {@link #toAll}. */
  private final int[] distanceByObject;

  private RootPaths(HeapGraph graph, int target, Exclusions exclusions) {
    this.graph = graph;
    this.target = target;
    this.exclusions = exclusions;
    parentByObject = new int[graph.objects().count()];
    distanceByObject = new int[target == NO_TARGET ? 0 : parentByObject.length];
    Arrays.fill(parentByObject, UNSEEN);
  }

  /** Finds paths to the target, and to all objects that are reachable without it. */
  public static RootPaths around(HeapGraph graph, int target, Exclusions exclusions) {
    RootPaths paths = new RootPaths(graph, target, exclusions);
    paths.search(false);
    return paths;
  }

  /** Finds paths to the target; the search stops at its level. */
  public static RootPaths to(HeapGraph graph, int target) {
    RootPaths paths = new RootPaths(graph, target, Exclusions.NONE);
    paths.search(true);
    return paths;
  }

  /** Finds paths to all objects, without their distances. */
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
    IdSet ids = new IdSet(parentByObject.length);
    for (int distance = 2; !level.isEmpty() && !(stopAtTarget && hasPath(target)); distance++) {
      sort(level, ids);
      for (int i = 0; i < level.size(); i++) {
        int id = level.getInt(i);
        if (id != target && !exclusions.excludesObject(id)) {
          for (long e = edges.first(id); e != Edges.NONE; e = edges.next(e)) {
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

  /**
   * Sorts a level; a large one by a pass over a bit per object.
   *
   * @param ids is empty before and after
   */
  private void sort(IntArrayList level, IdSet ids) {
    if (level.size() < parentByObject.length / Long.SIZE) {
      Arrays.sort(level.elements(), 0, level.size());
      return;
    }
    level.forEach((int id) -> ids.add(id));
    level.clear();
    ids.forEach(level::add);
    ids.clear();
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

  @Override
  public boolean hasPath(int id) {
    return parentByObject[id] != UNSEEN;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IndexOutOfBoundsException for paths {@link #toAll}
   */
  @Override
  public int distanceTo(int id) {
    return distanceByObject[id];
  }

  /** The object before an object on its path, or {@link ObjectTable#NONE} if it is the first. */
  public int predecessor(int id) {
    return Math.max(ObjectTable.NONE, parentByObject[id]);
  }

  @Override
  public int rootOf(int first) {
    return -2 - parentByObject[first];
  }

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
