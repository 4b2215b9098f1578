package dev.godump.graph.store;

import dev.godump.graph.Edges;
import dev.godump.index.IndexWriter;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.Storage;
import java.util.Arrays;

/**
 * The incoming edges of each object, by ascending source, for callers that visit objects in id
 * order. Not thread-safe while {@link #prepare} runs.
 *
 * <p>Sorts in two steps, each of which stays in the processor's cache: a pass over all edges
 * collects those that lead into a range of groups of objects, and sorts them by group; {@link
 * #prepare} sorts the edges of one group. The number of ranges, and so of passes, depends on the
 * Java heap.
 */
final class ReverseEdgeRows implements IndexWriter.RowSource {
  /**
   * A range takes at most one part in {@value} of the Java heap, unless a single group takes more.
   */
  private static final int PARTS_OF_HEAP = 12;

  private static final int GROUP = IndexWriter.ROWS_AT_ONCE;
  private static final int GROUP_SHIFT = Integer.numberOfTrailingZeros(GROUP);

  private final Edges edges;
  private final int objects;
  private final Storage storage;
  private final long bytes;

  /** Number of edges into each group. */
  private final long[] edgeCountByGroup;

  private static final int NONE = -1;

  /** The groups with collected edges, and the end of each in {@link #edgesByGroup}. */
  private int firstGroup;

  private int lastGroup = NONE;
  private long[] endByGroup = {};

  /**
   * Collected edges: in the upper half the target, relative to the first object of its group; in
   * the lower the source.
   */
  private LongVector edgesByGroup = new LongVector();

  /**
   * The first object of the sorted group, the end of each row of the group in {@link #sources}, and
   * all rows.
   */
  private int from;

  private final long[] endByRow = new long[GROUP];
  private IntVector sources = new IntVector();

  /**
   * @param storage for groups that exceed their share of the Java heap
   */
  ReverseEdgeRows(Edges edges, int objects, Storage storage) {
    this(edges, objects, storage, Runtime.getRuntime().maxMemory() / PARTS_OF_HEAP);
  }

  /**
   * @param bytes that a range takes at most, unless a single group takes more
   */
  ReverseEdgeRows(Edges edges, int objects, Storage storage, long bytes) {
    this.edges = edges;
    this.objects = objects;
    this.storage = storage;
    this.bytes = bytes;
    edgeCountByGroup = new long[(objects >>> GROUP_SHIFT) + 1];
    for (int id = 0; id < objects; id++) {
      for (long e = edges.first(id); e != Edges.NONE; e = edges.next(e)) {
        edgeCountByGroup[edges.target(e) >>> GROUP_SHIFT]++;
      }
    }
  }

  @Override
  public void prepare(int first, int last) {
    int group = first >>> GROUP_SHIFT;
    if (group > lastGroup) {
      // frees their memory
      edgesByGroup = new LongVector();
      sources = new IntVector();
      collect(group);
    }
    from = group << GROUP_SHIFT;
    sort(
        group == firstGroup ? 0 : endByGroup[group - firstGroup - 1],
        endByGroup[group - firstGroup]);
  }

  /** Collects the edges from a group on, as far as memory permits. */
  private void collect(int first) {
    firstGroup = first;
    lastGroup = first;
    long all = edgeCountByGroup[first];
    while (lastGroup + 1 < edgeCountByGroup.length
        && Long.BYTES * (all + edgeCountByGroup[lastGroup + 1]) <= bytes) {
      all += edgeCountByGroup[++lastGroup];
    }
    endByGroup = new long[lastGroup - first + 1];
    for (int group = first; group < lastGroup; group++) {
      endByGroup[group + 1 - first] = endByGroup[group - first] + edgeCountByGroup[group];
    }
    edgesByGroup = storageFor(Long.BYTES * all).longs(all);
    int start = first << GROUP_SHIFT;
    int end = (int) Math.min(objects, (lastGroup + 1L) << GROUP_SHIFT);
    for (int id = 0; id < objects; id++) {
      for (long e = edges.first(id); e != Edges.NONE; e = edges.next(e)) {
        int target = edges.target(e);
        if (target >= start && target < end) {
          edgesByGroup.set(
              endByGroup[(target >>> GROUP_SHIFT) - first]++,
              (long) (target & GROUP - 1) << Integer.SIZE | id);
        }
      }
    }
  }

  private void sort(long start, long end) {
    Arrays.fill(endByRow, 0);
    for (long at = start; at < end; at++) {
      endByRow[(int) (edgesByGroup.get(at) >>> Integer.SIZE)]++;
    }
    long sum = 0;
    for (int row = 0; row < GROUP; row++) {
      long length = endByRow[row];
      endByRow[row] = sum;
      sum += length;
    }
    sources = storageFor(Integer.BYTES * sum).ints(sum);
    for (long at = start; at < end; at++) {
      long edge = edgesByGroup.get(at);
      sources.set(endByRow[(int) (edge >>> Integer.SIZE)]++, (int) edge);
    }
  }

  private Storage storageFor(long needed) {
    return needed <= Math.max(bytes, Long.BYTES * GROUP) ? Storage.HEAP : storage;
  }

  @Override
  public void row(int object, IndexWriter.Row into) {
    int row = object - from;
    for (long at = row == 0 ? 0 : endByRow[row - 1]; at < endByRow[row]; at++) {
      into.add(sources.get(at));
    }
  }
}
