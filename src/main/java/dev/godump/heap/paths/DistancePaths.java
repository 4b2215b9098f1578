package dev.godump.heap.paths;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.index.DamagedIndexException;
import it.unimi.dsi.fastutil.ints.AbstractIntList;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;

/**
 * Shortest paths from roots, derived from the distances stored for all objects. Not thread-safe.
 */
public final class DistancePaths {
  private static final int NONE = ObjectTable.NONE;

  /** The most objects to cache predecessors of. */
  private static final int MAX_REMEMBERED = 1 << 19;

  private final HeapGraph graph;
  private final RootDistances distances;
  private final Int2IntOpenHashMap predecessor = new Int2IntOpenHashMap();

  DistancePaths(HeapGraph graph, RootDistances distances) {
    this.graph = graph;
    this.distances = distances;
    predecessor.defaultReturnValue(NONE);
  }

  /** Edges on the path to an object; 0 for garbage. */
  int distanceTo(int object) {
    return distances.distanceTo(object);
  }

  /** The object before an object on its path, or NONE if it is the first. */
  int predecessor(int object) {
    int distance = distanceTo(object) - 1;
    if (distance == 0) {
      return NONE;
    }
    int found = predecessor.get(object);
    if (found == NONE) {
      found = lowestReferrerAt(object, distance);
      if (predecessor.size() == MAX_REMEMBERED) {
        predecessor.clear();
      }
      predecessor.put(object, found);
    }
    return found;
  }

  private int lowestReferrerAt(int object, int distance) {
    int[] found = {Integer.MAX_VALUE};
    graph
        .referrers()
        .forEach(
            object,
            referrer -> {
              if (referrer < found[0] && distanceTo(referrer) == distance) {
                found[0] = referrer;
              }
            });
    if (found[0] == Integer.MAX_VALUE) {
      throw new DamagedIndexException("nothing leads to an object at distance " + (distance + 1));
    }
    return found[0];
  }

  /**
   * The object at a distance on the path to a live object.
   *
   * @param distance from 1 to that of the object
   */
  int objectAt(int object, int distance) {
    int at = object;
    for (int here = distanceTo(object); here > distance; ) {
      int far =
          here % RootDistances.LEAP == 0 && here - RootDistances.LEAP >= distance
              ? distances.leapFrom(at)
              : NONE;
      at = far == NONE ? predecessor(at) : far;
      here = far == NONE ? here - 1 : here - RootDistances.LEAP;
    }
    return at;
  }

  /** The objects on the path to a live object, in order, the object itself last; read on demand. */
  IntList pathTo(int object) {
    return new Path(object);
  }

  /** Reads {@link RootDistances#LEAP} objects at a time. */
  private final class Path extends AbstractIntList {
    private static final int NO_PART = -1;

    private final int size;

    /** The last object of each part of the path. */
    private final int[] ends;

    private int[] part = {};
    private int partNumber = NO_PART;

    Path(int object) {
      size = distanceTo(object);
      ends = new int[(size + RootDistances.LEAP - 1) / RootDistances.LEAP];
      int at = object;
      for (int i = ends.length - 1; i >= 0; i--) {
        at = DistancePaths.this.objectAt(at, Math.min(size, (i + 1) * RootDistances.LEAP));
        ends[i] = at;
      }
    }

    @Override
    public int getInt(int index) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException(index);
      }
      int number = index / RootDistances.LEAP;
      if (number != partNumber) {
        part = part(number);
        partNumber = number;
      }
      return part[index - number * RootDistances.LEAP];
    }

    private int[] part(int number) {
      int start = number * RootDistances.LEAP;
      int[] objects = new int[Math.min(RootDistances.LEAP, size - start)];
      int at = ends[number];
      for (int i = objects.length - 1; i >= 0; i--) {
        objects[i] = at;
        at = i > 0 ? predecessor(at) : at;
      }
      return objects;
    }

    @Override
    public int size() {
      return size;
    }
  }

  /** A view of two lists as one. */
  public static IntList concat(IntList first, IntArrayList second) {
    return new AbstractIntList() {
      @Override
      public int getInt(int index) {
        return index < first.size() ? first.getInt(index) : second.getInt(index - first.size());
      }

      @Override
      public int size() {
        return first.size() + second.size();
      }
    };
  }
}
