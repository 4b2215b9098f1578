package dev.godump.heap.dominators;

import dev.godump.vector.ByteVector;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;

/** Nodes to come back to, each with an edge of its row to go on with. */
final class DfsStack {
  private final IntVector nodes;
  private final IntVector low;

  /** Bits 32 and up of edges; null where no edge needs them. */
  private final ByteVector high;

  private long depth;

  /**
   * @param end what every edge is below; at most 2^40
   */
  DfsStack(Storage storage, long end) {
    nodes = storage.ints();
    low = storage.ints();
    high = end <= 1L << 32 ? null : storage.bytes();
  }

  /** Whether there is nothing to come back to. */
  boolean isEmpty() {
    return depth == 0;
  }

  /** Puts a node on top, unless the edge is -1. */
  void push(int node, long edge) {
    if (edge < 0) {
      return;
    }
    if (depth == nodes.size()) {
      nodes.add(node);
      low.add((int) edge);
    } else {
      nodes.set(depth, node);
      low.set(depth, (int) edge);
    }
    if (high != null) {
      high.truncate(depth);
      high.add((byte) (edge >>> 32));
    }
    depth++;
  }

  /** The node on top. */
  int topNode() {
    return nodes.get(depth - 1);
  }

  /** Takes the node on top off, and returns its edge. */
  long popEdge() {
    depth--;
    long edge = low.get(depth) & 0xffffffffL;
    return high == null ? edge : edge | (high.get(depth) & 0xffL) << 32;
  }
}
