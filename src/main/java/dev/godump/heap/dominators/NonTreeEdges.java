package dev.godump.heap.dominators;

import dev.godump.vector.ByteVector;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.Storage;

/**
 * The edges that are not in the depth-first tree, recorded during the search and returned as rows
 * of predecessors. They are grouped by ranges of target nodes, so that memory is written and read
 * in order, and sorted one range at a time. A range is freed when it is returned.
 *
 * <p>An edge is stored as the differences of its source and target from those of the edge before it
 * in the range: zigzag varints (0, -1, 1, -2, 2, …; 7 bits per byte, the lowest first, all bytes
 * but the last with the sign bit set). That is about 4 bytes per edge.
 */
final class NonTreeEdges {
  private static final int MAX_RANGES = 32;
  private static final int MIN_SHIFT = 10;

  private final int shift;
  private final Range[] ranges;

  /** The rows returned last; the rows before them are in {@link #spare}, to be filled again. */
  private Predecessors newest;

  private Predecessors spare;

  /**
   * @param nodes the largest number of nodes
   */
  NonTreeEdges(int nodes, Storage storage) {
    int bits = 32 - Integer.numberOfLeadingZeros(Math.max(1, nodes) - 1);
    shift = Math.max(MIN_SHIFT, bits - Integer.numberOfTrailingZeros(MAX_RANGES));
    ranges = new Range[(nodes >>> shift) + 1];
    for (int i = 0; i < ranges.length; i++) {
      ranges[i] = new Range(storage);
    }
    newest = new Predecessors(shift, storage);
    spare = new Predecessors(shift, storage);
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

  /** Visits edges. */
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
   * Sorts the edges to the range of a node, and frees them: each range can be sorted once. The
   * result is valid until the call after the next one. Calls must not overlap.
   */
  Predecessors predecessors(int node) {
    Range range = ranges[node >>> shift];
    ranges[node >>> shift] = null;
    Predecessors predecessors = spare;
    spare = newest;
    newest = predecessors;
    predecessors.fill(range, firstOfRange(node));
    return predecessors;
  }

  /** Predecessors of the nodes of a range. */
  static final class Predecessors {
    private final Storage storage;
    private final int mask;

    /** By node of the range, the start of its row; then the end of the last row. */
    private final LongVector starts;

    private IntVector sources;

    private Predecessors(int shift, Storage storage) {
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
      // counts are two entries ahead, so that filling the rows moves their starts to the right
      // entries
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

    /** The position at which the row of a node starts. */
    long start(int node) {
      return starts.get(node & mask);
    }

    /** The position after the row of a node. */
    long end(int node) {
      return starts.get((node & mask) + 1);
    }

    /** The source of the edge at a position. */
    int source(long position) {
      return sources.get(position);
    }
  }
}
