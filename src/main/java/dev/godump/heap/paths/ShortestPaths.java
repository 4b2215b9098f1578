package dev.godump.heap.paths;

import it.unimi.dsi.fastutil.ints.IntList;

/** Shortest paths from roots to objects; they can avoid some objects. */
public interface ShortestPaths {

  /** Whether there is a path to an object. */
  boolean hasPath(int id);

  /** A lower bound of {@link #distanceTo}, which can be faster to compute. */
  default int minDistanceTo(int id) {
    return distanceTo(id);
  }

  /** Edges on the path to an object, if there is a path; 1 if a root points at the object. */
  int distanceTo(int id);

  /**
   * The objects on the path to an object, in order, the object itself last. There must be a path.
   */
  IntList pathTo(int id);

  /** The root that a path begins at. */
  int rootOf(int first);
}
