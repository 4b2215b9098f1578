package dev.godump.heap.dominators;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.heap.roots.RootOwners;
import java.util.Optional;

/**
 * The dominator tree of all live objects and of what holds roots, under one virtual root: X
 * dominates Y if every path from the root to Y goes through X. What X dominates would be garbage
 * without X, and its bytes are X's retained size.
 *
 * <p>Nodes are numbered in an order in which every node comes after its dominator; 0 is the virtual
 * root. A node is an object, a {@link RootOwners holder} of roots, or the root. Exact: Semi-NCA
 * (Georgiadis, Linear-Time Algorithms for Dominators and Related Problems, 2005), time O(m log n).
 */
public abstract class DominatorTree {
  /** The virtual root. */
  public static final int ROOT = 0;

  private final RootOwners owners;
  private final int count;

  DominatorTree(RootOwners owners, int count) {
    this.owners = owners;
    this.count = count;
  }

  /**
   * Builds it. Of a dump that was cut before its roots ({@link LoadResult.RootsRead#TOO_FEW}) it
   * means nothing.
   */
  public static DominatorTree of(HeapGraph graph) {
    return new SemiNca(graph, RootOwners.of(graph), graph.storage()).tree();
  }

  /** What holds roots. */
  public RootOwners owners() {
    return owners;
  }

  /** How many nodes there are; they are numbered from 0, the root. */
  public int count() {
    return count;
  }

  /** The node of an object, or 0 for garbage. */
  public abstract int node(int object);

  /** Of a node other than the root: the object's id, or the holder's number inverted. */
  public abstract int vertex(int node);

  /** Whether an object is live. */
  public boolean isLive(int object) {
    return node(object) != ROOT;
  }

  public int liveObjects() {
    return count() - 1 - owners.count();
  }

  public long liveBytes() {
    return retained(ROOT);
  }

  /** The node of a holder. */
  public abstract int nodeOfOwner(int owner);

  /** The object of a node, or -1 if it is none. */
  public int object(int node) {
    return node == ROOT ? -1 : Math.max(-1, vertex(node));
  }

  /** The holder of a node, or -1 if it is none. */
  public int owner(int node) {
    return node == ROOT ? -1 : Math.max(-1, ~vertex(node));
  }

  /** The node that immediately dominates a node other than the root. */
  public abstract int dominator(int node);

  /** How many nodes are above a node; 0 of the root. */
  int depth(int node) {
    int depth = 0;
    for (int at = node; at != ROOT; at = dominator(at)) {
      depth++;
    }
    return depth;
  }

  /** The object that immediately dominates an object, or -1 if only holders and the root do. */
  public int dominatingObject(int object) {
    int node = dominator(node(object));
    while (node != ROOT && object(node) < 0) {
      node = dominator(node);
    }
    return object(node);
  }

  /** Bytes of all objects that a node dominates, itself included. */
  public abstract long retained(int node);

  /** Retained size of a live object; 0 of garbage. */
  public long retainedByObject(int object) {
    int node = node(object);
    return node == ROOT ? 0 : retained(node);
  }

  /** The largest nodes, where they are known without a look at all. */
  Optional<LargeNodes> largeNodes() {
    return Optional.empty();
  }

  /**
   * Shows all nodes behind one, in order.
   *
   * @param node any, itself not shown
   */
  void forEachAfter(int node, Visitor visitor) {
    for (int next = node + 1; next < count; next++) {
      visitor.node(next, dominator(next), retained(next));
    }
  }

  /** Is shown one node after another. */
  @FunctionalInterface
  interface Visitor {
    void node(int node, int dominator, long retained);
  }
}
