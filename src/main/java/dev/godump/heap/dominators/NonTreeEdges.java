package dev.godump.heap.dominators;

import dev.godump.vector.ByteVector;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.Storage;

/**
 * Edges that are not in the tree of the depth-first search, taken down as they are met and handed
 * out as rows of predecessors. They are kept by ranges of nodes that they lead to, so that they are
 * written and read in order, and only a range is sorted at a time; a range that was handed out is
 * forgotten.
 *
 * <p>An edge is two numbers: how far its ends are from those of the edge before it in the range.
 * Differences are folded to 0, -1, 1, -2, 2, …, and take a byte for each 7 bits, the lowest first,
 * all but the last with the sign bit set. That makes about 4 bytes of an edge.
 */
final class NonTreeEdges {
  private static final int MOST_RANGES = 32;
  private static final int SMALLEST_SHIFT = 10;

  private final int shift;
  private final Range[] ranges;

  /** The rows asked for last, and before; their vectors are used in turn. */
  private Rows newest;

  private Rows spare;

  /**
   * @param nodes how many there are at most
   */
  NonTreeEdges(int nodes, Storage storage) {
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, nodes) - 1);
    shift = Math.max(SMALLEST_SHIFT, bits - Integer.numberOfTrailingZeros(MOST_RANGES));
    ranges = new Range[(nodes >>> shift) + 1];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = new Range(storage);
    }
    newest = new Rows(shift, storage);
    spare = new Rows(shift, storage);
  }

  /** The edges to one range of nodes. */
  private static final class Range {
    private final ByteVector bytes;
    private int from;
    private int to;
    private long count;

    Range(Storage storage) {
      bytes = storage.bytes();
    }

    void add(int nextFrom, int nextTo) {
      write(nextFrom - from);
      write(nextTo - to);
      from = nextFrom;
      to = nextTo;
      count++;
    }

    private void write(int difference) {
      int rest = difference << 1 ^ difference >> 31;
      while (rest >>> 7 != 0) {
        bytes.add((byte) (rest | 0x80));
        rest >>>= 7;
      }
      bytes.add((byte) rest);
    }

    void forEach(Visitor visitor) {
      long at = 0;
      int nextFrom = 0;
      int nextTo = 0;
      while (at < bytes.size()) {
        byte next = bytes.get(at++);
        int folded = next & 0x7f;
        for (int bit = 7; next < 0; bit += 7) {
          next = bytes.get(at++);
          folded |= (next & 0x7f) << bit;
        }
        nextFrom += folded >>> 1 ^ -(folded & 1);
        next = bytes.get(at++);
        folded = next & 0x7f;
        for (int bit = 7; next < 0; bit += 7) {
          next = bytes.get(at++);
          folded |= (next & 0x7f) << bit;
        }
        nextTo += folded >>> 1 ^ -(folded & 1);
        visitor.edge(nextFrom, nextTo);
      }
    }
  }

  /** Is shown one edge after another. */
  @FunctionalInterface
  private interface Visitor {
    void edge(int from, int to);
  }

  void add(int from, int to) {
    ranges[to >>> shift].add(from, to);
  }

  /** The first node of the range that a node is in. */
  int firstOfRange(int node) {
    return node >>> shift << shift;
  }

  /**
   * The rows of the range that a node is in; they can be asked for once, and not while those of
   * another range are being made. They hold until the range after the next one is asked for.
   */
  Rows rows(int node) {
    Range range = ranges[node >>> shift];
    ranges[node >>> shift] = null;
    Rows rows = spare;
    spare = newest;
    newest = rows;
    rows.fill(range, firstOfRange(node));
    return rows;
  }

  /** Predecessors of the nodes of a range. */
  static final class Rows {
    private final Storage storage;
    private final int mask;

    /** Where the row of each node starts, and behind it the last one's end. */
    private final LongVector starts;

    private IntVector sources;

    private Rows(int shift, Storage storage) {
      this.storage = storage;
      mask = (1 << shift) - 1;
      starts = storage.longs((1 << shift) + 2);
      sources = storage.ints(0);
    }

    private void fill(Range range, int first) {
      for (long i = 0; i < starts.size(); i++) {
        starts.set(i, 0);
      }
      if (sources.size() < range.count) {
        sources = storage.ints(range.count);
      }
      // counted two places behind, so that when all are put, a row starts where it should
      range.forEach((from, to) -> starts.set(to - first + 2, starts.get(to - first + 2) + 1));
      for (long i = 2; i < starts.size(); i++) {
        starts.set(i, starts.get(i) + starts.get(i - 1));
      }
      range.forEach(
          (from, to) -> {
            long at = starts.get(to - first + 1);
            sources.set(at, from);
            starts.set(to - first + 1, at + 1);
          });
    }

    /** Where the row of a node starts; it ends where the next one starts. */
    long start(int node) {
      return starts.get(node & mask);
    }

    /** Where the row of a node ends. */
    long end(int node) {
      return starts.get((node & mask) + 1);
    }

    /** The node that the edge at a position in a row comes from. */
    int source(long position) {
      return sources.get(position);
    }
  }
}
