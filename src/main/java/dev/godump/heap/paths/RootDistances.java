package dev.godump.heap.paths;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.IntColumn;
import dev.godump.index.SparseColumn;
import dev.godump.vector.IdSet;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;
import dev.godump.vector.WideColumn;
import it.unimi.dsi.fastutil.ints.Int2IntAVLTreeMap;
import java.io.IOException;
import java.util.function.IntUnaryOperator;

/**
 * The number of edges on the shortest path from a root to each object: 1 if a root points at it, 0
 * for garbage. An index stores no more than this of shortest paths: the predecessor of an object on
 * its path is its referrer with the next lower distance and the lowest id. To find the start of a
 * path of millions of objects fast, an object at a distance that is a multiple of {@value #LEAP}
 * also stores the object {@value #LEAP} edges before it on its path, if other paths lead through
 * it.
 */
public final class RootDistances {
  /** Edges of a path that are skipped in one step. */
  static final int LEAP = 1 << 10;

  private static final String SECTION = "distances";
  private static final String LEAPS = "leaps";

  private final IntColumn distanceByObject;
  private final SparseColumn leapByObject;

  private RootDistances(IntColumn column, SparseColumn leaps) {
    this.distanceByObject = column;
    this.leapByObject = leaps;
  }

  /** Computes all distances, and writes them to an index. */
  public static void write(HeapGraph graph, Storage storage, IndexWriter out) throws IOException {
    Search search = new Search(graph, storage);
    out.column(SECTION, graph.objects().count(), search.distances::get);
    out.sparseColumn(LEAPS, search.leaps());
  }

  /** A breadth-first search over all live objects. */
  private static final class Search {
    private static final int NONE = -1;

    private final Edges edges;
    private final Storage storage;
    private final WideColumn distances;

    /** Live objects by distance. */
    private final IntVector queue;

    /** The position in the queue of the first object at distance LEAP, or {@link #NONE}. */
    private long far = NONE;

    // whether an object was seen is a bit, few enough to stay in the processor's cache
    private final IdSet seen;

    /** The objects of a level with many objects, to visit them in the order of memory. */
    private final IdSet level;

    Search(HeapGraph graph, Storage storage) {
      this.edges = graph.edges();
      this.storage = storage;
      int count = graph.objects().count();
      distances = new WideColumn(storage, count);
      queue = storage.ints();
      seen = new IdSet(count);
      level = new IdSet(count);
      Roots roots = graph.roots();
      for (int root = 0; root < roots.count(); root++) {
        add(roots.target(root));
      }
      long head = 0;
      for (int distance = 1; head < queue.size(); distance++) {
        far = distance == LEAP ? head : far;
        long end = queue.size();
        if (end - head > count >>> 6) {
          order(head, end);
        }
        for (; head < end; head++) {
          int object = queue.get(head);
          distances.set(object, distance);
          for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
            add(edges.target(e));
          }
        }
      }
    }

    /** Sorts objects of the queue by id. */
    private void order(long from, long to) {
      level.clear();
      for (long at = from; at < to; at++) {
        level.add(queue.get(at));
      }
      queue.truncate(from);
      level.forEach(queue::add);
    }

    private void add(int object) {
      if (seen.add(object)) {
        queue.add(object);
      }
    }

    /**
     * Returns, for each object at a distance of 2 LEAP, 3 LEAP, …, the object that is LEAP edges
     * before it on its path.
     */
    Int2IntAVLTreeMap leaps() {
      Int2IntAVLTreeMap leaps = new Int2IntAVLTreeMap();
      if (far == NONE) {
        return leaps;
      }
      // until an object is visited, its predecessor plus 1; then the object where its leap lands,
      // plus 1
      IntVector before = storage.ints(distances.length());
      for (long at = far; at < queue.size(); at++) {
        int object = queue.get(at);
        int distance = distances.get(object);
        int start = distance == LEAP ? 0 : before.get(before.get(object) - 1);
        boolean landing = distance % LEAP == 0;
        boolean leadsOn = false;
        before.set(object, landing ? object + 1 : start);
        for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
          int target = edges.target(e);
          if (distances.get(target) == distance + 1) {
            int known = before.get(target);
            before.set(target, known == 0 ? object + 1 : Math.min(known, object + 1));
            leadsOn = true;
          }
        }
        if (landing && leadsOn && distance > LEAP) {
          leaps.put(object, start - 1);
        }
      }
      return leaps;
    }
  }

  /** Computes the distances of all objects, 0 for garbage. */
  public static IntUnaryOperator of(HeapGraph graph) {
    return new Search(graph, graph.storage()).distances::get;
  }

  public static RootDistances open(IndexFile index) {
    IntColumn column = index.column(SECTION, Integer.MAX_VALUE);
    return new RootDistances(column, index.sparseColumn(LEAPS, column.size(), column.size()));
  }

  /** The distance of an object, or 0 for garbage. */
  public int distanceTo(int object) {
    return distanceByObject.get(object);
  }

  /** The object {@link #LEAP} edges before an object on its path, or {@link SparseColumn#NONE}. */
  int leapFrom(int object) {
    return leapByObject.get(object);
  }
}
