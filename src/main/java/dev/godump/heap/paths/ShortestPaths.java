package dev.godump.heap.paths;

import it.unimi.dsi.fastutil.ints.IntList;

/** Shortest paths from roots to objects, which may avoid some. */
public interface ShortestPaths {

  /** Whether there is a path to an object. */
  boolean hasPath(int id);

  /** A number that {@link #distanceTo} of an object with a path isn't below; may be told faster. */
  default int minDistanceTo(int id) {
    return distanceTo(id);
  }

  /** Edges on the path to an object that has one; 1 where a root points at it. */
  int distanceTo(int id);

  /** The objects on the path to one that has one, from the one a root points at to itself. */
  IntList pathTo(int id);

  /** The root that a path begins at, by the first object on it. */
  int rootOf(int first);
}
