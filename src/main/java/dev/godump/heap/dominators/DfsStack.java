package dev.godump.heap.dominators;

import dev.godump.graph.Edges;
import dev.godump.vector.ByteVector;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;
import org.jspecify.annotations.Nullable;

/** The stack of a depth-first search: nodes, each with the edge of its row to continue with. */
final class DfsStack {
  private final IntVector nodes;
  private final IntVector low;

  /** Bits 32 and up of edges; null if no edge needs them. */
  private final @Nullable ByteVector high;

  private long depth;

  /**
   * @param end all edges are below it; at most 2^40
   */
  DfsStack(Storage storage, long end) {
    nodes = storage.ints();
    low = storage.ints();
    high = end <= 1L << 32 ? null : storage.bytes();
  }

  /** Whether no node is left. */
  boolean isEmpty() {
    return depth == 0;
  }

  /** Pushes a node, unless the edge is {@link Edges#NONE}. */
  void push(int node, long edge) {
    if (edge == Edges.NONE) {
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

  /** Pops the node on top, and returns its edge. */
  long popEdge() {
    depth--;
    long edge = low.get(depth) & 0xffffffffL;
    return high == null ? edge : edge | (high.get(depth) & 0xffL) << 32;
  }
}
