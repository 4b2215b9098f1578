package dev.godump.heap.dominators;

import dev.godump.heap.roots.RootOwners;
import dev.godump.vector.IntVector;

/** A dominator tree in memory, or in a scratch file: 16 bytes a node. */
final class ComputedTree extends DominatorTree {
  /** Node of each object, 0 for garbage. */
  private final IntVector nodes;

  /** Node of each holder. */
  private final int[] holderNodes;

  /** Of each node: the object's id, or the holder's number inverted. */
  private final IntVector vertices;

  private final IntVector dominators;
  private final RetainedSizes retained;

  ComputedTree(
      RootOwners holders,
      IntVector nodes,
      int[] holderNodes,
      IntVector vertices,
      IntVector dominators,
      RetainedSizes retained) {
    super(holders, (int) vertices.size());
    this.nodes = nodes;
    this.holderNodes = holderNodes;
    this.vertices = vertices;
    this.dominators = dominators;
    this.retained = retained;
  }

  @Override
  public int node(int object) {
    return nodes.get(object);
  }

  @Override
  public int vertex(int node) {
    return vertices.get(node);
  }

  @Override
  public int nodeOfHolder(int holder) {
    return holderNodes[holder];
  }

  @Override
  public int dominator(int node) {
    return dominators.get(node);
  }

  @Override
  public long retained(int node) {
    return retained.get(node);
  }
}
