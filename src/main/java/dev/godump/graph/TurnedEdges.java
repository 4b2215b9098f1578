package dev.godump.graph;

import dev.godump.graph.index.IndexWriter;
import java.util.Arrays;

/**
 * All edges turned round, for who asks for objects in order: for each those that point at it, by id, as
 * often as they do. Only a range of objects is in memory at a time, and each range takes two walks over
 * all edges, so how long the ranges are depends on how much memory there is.
 */
final class TurnedEdges implements IndexWriter.RowSource {
  /** A range takes one part in so many of the Java heap. */
  private static final int PARTS_OF_HEAP = 12;

  private final Edges edges;
  private final int objects;
  private final Storage storage;
  private final long bytes;
  private final int longest;

  private int from;
  private int to;

  /** Where the row of each object of the range ends, and so the next one starts. */
  private long[] ends = {};

  private IntVector sources;

  /** @param storage for what a few objects have too many referrers for */
  TurnedEdges(Edges edges, int objects, Storage storage) {
    this(edges, objects, storage, Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP);
  }

  /** @param bytes that a range takes where each object has as many referrers as any other */
  TurnedEdges(Edges edges, int objects, Storage storage, long bytes) {
    this.edges = edges;
    this.objects = objects;
    this.storage = storage;
    this.bytes = bytes;
    long all = Long.BYTES * (long) objects + Integer.BYTES * edges.count();
    longest = (int) Math.ceil(objects / Math.max(1.0, (double) all / bytes));
  }

  @Override
  public void prepare(int first, int last) {
    if (first < from || last > to) {
      from = first;
      to = (int) Math.min(objects, Math.max(last, (long) first + longest));
      sources = null;
      turn();
    }
  }

  private void turn() {
    int length = to - from;
    if (ends.length == length) {
      Arrays.fill(ends, 0);
    } else {
      ends = new long[length];
    }
    for (int id = 0; id < objects; id++) {
      for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
        int row = edges.target(e) - from;
        if (row >= 0 && row < length) {
          ends[row]++;
        }
      }
    }
    long end = 0;
    for (int row = 0; row < length; row++) {
      long start = end;
      end += ends[row];
      ends[row] = start;
    }
    sources = (Integer.BYTES * end <= 2 * bytes ? Storage.HEAP : storage).ints(end);
    for (int id = 0; id < objects; id++) {
      for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
        int row = edges.target(e) - from;
        if (row >= 0 && row < length) {
          sources.set(ends[row]++, id);
        }
      }
    }
  }

  @Override
  public void row(int object, IndexWriter.Row into) {
    int row = object - from;
    for (long at = row == 0 ? 0 : ends[row - 1]; at < ends[row]; at++) {
      into.add(sources.get(at));
    }
  }
}
