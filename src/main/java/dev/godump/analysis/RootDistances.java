package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.IntVector;
import dev.godump.graph.Roots;
import dev.godump.graph.Storage;
import dev.godump.graph.WideColumn;
import dev.godump.graph.index.IndexFile;
import dev.godump.graph.index.IndexWriter;
import dev.godump.graph.index.IntColumn;
import java.io.IOException;

/**
 * For each object the number of edges on the shortest path from a root, 1 where a root points at it, 0
 * for garbage: all that is kept of shortest paths in an index. The object before one on its path is the
 * one with the lowest id of those that point at it and are one nearer.
 */
final class RootDistances {
  private static final String SECTION = "distances";

  private final IntColumn column;

  private RootDistances(IntColumn column) {
    this.column = column;
  }

  /** Finds all distances and writes them. */
  static void write(HeapGraph graph, Storage storage, IndexWriter out) throws IOException {
    WideColumn distances = search(graph, storage);
    out.column(SECTION, graph.objects().count(), distances::get);
  }

  private static WideColumn search(HeapGraph graph, Storage storage) {
    int count = graph.objects().count();
    WideColumn distances = new WideColumn(storage, count);
    IntVector queue = storage.ints();
    // whether an object was seen is a bit, few enough to stay in the processor's cache
    long[] seen = new long[(count + 63) >>> 6];
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      add(roots.target(root), seen, queue);
    }
    Edges edges = graph.edges();
    long head = 0;
    for (int distance = 1; head < queue.size(); distance++) {
      for (long end = queue.size(); head < end; head++) {
        int object = queue.get(head);
        distances.set(object, distance);
        for (long e = edges.first(object); e >= 0; e = edges.next(e)) {
          add(edges.target(e), seen, queue);
        }
      }
    }
    return distances;
  }

  private static void add(int object, long[] seen, IntVector queue) {
    long word = seen[object >>> 6];
    if ((word & 1L << object) == 0) {
      seen[object >>> 6] = word | 1L << object;
      queue.add(object);
    }
  }

  static RootDistances open(IndexFile index) {
    return new RootDistances(index.column(SECTION, Integer.MAX_VALUE));
  }

  /** The distance of an object, or 0. */
  int of(int object) {
    return column.get(object);
  }
}
