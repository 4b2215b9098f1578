package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.IntVector;
import dev.godump.graph.Reading;

/**
 * The dominator tree of all live objects and of what holds roots, under one virtual root: X dominates
 * Y if every path from the root to Y goes through X. What X dominates would be garbage without X, and
 * its bytes are X's retained size.
 *
 * <p>Nodes are numbered in an order in which every node comes after its dominator; 0 is the virtual
 * root. A node is an object, a {@link RootHolders holder} of roots, or the root. Exact: Semi-NCA
 * (Georgiadis, Linear-Time Algorithms for Dominators and Related Problems, 2005), time O(m log n).
 */
public final class DominatorTree {
  /** The virtual root. */
  public static final int ROOT = 0;

  private final RootHolders holders;

  /** Node of each object, 0 for garbage. */
  private final IntVector nodes;

  /** Node of each holder. */
  private final int[] holderNodes;

  /** Of each node: the object's id, or the holder's number inverted. */
  private final IntVector vertices;

  private final IntVector dominators;
  private final RetainedSizes retained;

  DominatorTree(
      RootHolders holders,
      IntVector nodes,
      int[] holderNodes,
      IntVector vertices,
      IntVector dominators,
      RetainedSizes retained) {
    this.holders = holders;
    this.nodes = nodes;
    this.holderNodes = holderNodes;
    this.vertices = vertices;
    this.dominators = dominators;
    this.retained = retained;
  }

  /** Builds it. Of a dump that was cut before its roots ({@link Reading.RootsRead#TOO_FEW}) it means nothing. */
  public static DominatorTree of(HeapGraph graph) {
    return new SemiNca(graph, RootHolders.of(graph), graph.storage()).tree();
  }

  /** What holds roots. */
  public RootHolders holders() {
    return holders;
  }

  /** How many nodes there are; they are numbered from 0, the root. */
  public int count() {
    return (int) vertices.size();
  }

  /** The node of an object, or 0 for garbage. */
  public int node(int object) {
    return nodes.get(object);
  }

  /** Whether an object is live. */
  public boolean live(int object) {
    return nodes.get(object) != 0;
  }

  public int liveObjects() {
    return count() - 1 - holders.count();
  }

  public long liveBytes() {
    return retained.get(ROOT);
  }

  /** The node of a holder. */
  public int nodeOfHolder(int holder) {
    return holderNodes[holder];
  }

  /** The object of a node, or -1 if it is none. */
  public int object(int node) {
    return node == ROOT || vertices.get(node) < 0 ? -1 : vertices.get(node);
  }

  /** The holder of a node, or -1 if it is none. */
  public int holder(int node) {
    return node == ROOT || vertices.get(node) >= 0 ? -1 : ~vertices.get(node);
  }

  /** The node that immediately dominates a node other than the root. */
  public int dominator(int node) {
    return dominators.get(node);
  }

  /** The object that immediately dominates an object, or -1 if only holders and the root do. */
  public int dominatingObject(int object) {
    int node = dominators.get(nodes.get(object));
    while (node != ROOT && object(node) < 0) {
      node = dominators.get(node);
    }
    return object(node);
  }

  /** Bytes of all objects that a node dominates, itself included. */
  public long retained(int node) {
    return retained.get(node);
  }

  /** Retained size of a live object; 0 of garbage. */
  public long retainedByObject(int object) {
    return nodes.get(object) == 0 ? 0 : retained.get(nodes.get(object));
  }
}
