package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
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
  static void write(HeapGraph graph, IndexWriter out) throws IOException {
    int[] distances = search(graph);
    out.column(SECTION, distances.length, object -> distances[object]);
  }

  private static int[] search(HeapGraph graph) {
    int count = graph.objects().count();
    int[] distances = new int[count];
    int[] queue = new int[count];
    int tail = 0;
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      if (distances[roots.target(root)] == 0) {
        distances[roots.target(root)] = 1;
        queue[tail++] = roots.target(root);
      }
    }
    Edges edges = graph.edges();
    for (int head = 0; head < tail; head++) {
      int next = distances[queue[head]] + 1;
      for (long e = edges.first(queue[head]); e >= 0; e = edges.next(e)) {
        int target = edges.target(e);
        if (distances[target] == 0) {
          distances[target] = next;
          queue[tail++] = target;
        }
      }
    }
    return distances;
  }

  static RootDistances open(IndexFile index) {
    return new RootDistances(index.column(SECTION, Integer.MAX_VALUE));
  }

  /** The distance of an object, or 0. */
  int of(int object) {
    return column.get(object);
  }
}
