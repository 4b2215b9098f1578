package dev.godump.heap.paths;

import dev.godump.graph.HeapGraph;
import dev.godump.index.DamagedIndexException;
import it.unimi.dsi.fastutil.ints.AbstractIntList;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;

/**
 * Shortest paths from roots through any object, told by distances that are known of all objects.
 */
public final class DistancePaths {
  private static final int NONE = -1;

  /** Objects of which it is remembered what comes before them. */
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

  /** The object before one on its path, or -1 if it is the first. */
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
   * The object on the path to a live object that is a number of edges from its root, no more than
   * that is.
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

  /**
   * The objects on the path to a live one, from the one a root points at to itself; read as they
   * are looked at.
   */
  IntList pathTo(int object) {
    return new Path(object);
  }

  /** Has a leap of the path at a time. */
  private final class Path extends AbstractIntList {
    private final int size;

    /** The last objects of each part of the path. */
    private final int[] ends;

    private int[] part = {};
    private int partNumber = -1;

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

  /** Two lists, one behind the other. */
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
