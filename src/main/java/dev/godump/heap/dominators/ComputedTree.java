package dev.godump.heap.dominators;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootOwners;
import dev.godump.vector.IntVector;

/** A dominator tree in memory, or in a scratch file: 16 bytes per node. */
final class ComputedTree extends DominatorTree {
  /** 0 for garbage. */
  private final IntVector nodeByObject;

  private final int[] nodeByOwner;

  /** The object's id, or the complement of the owner's. */
  private final IntVector vertexByNode;

  private final IntVector dominatorByNode;
  private final RetainedSizes retainedByNode;

  ComputedTree(
      HeapGraph graph,
      RootOwners owners,
      IntVector nodeByObject,
      int[] nodeByOwner,
      IntVector vertexByNode,
      IntVector dominatorByNode,
      RetainedSizes retainedByNode) {
    super(graph, owners, (int) vertexByNode.size());
    this.nodeByObject = nodeByObject;
    this.nodeByOwner = nodeByOwner;
    this.vertexByNode = vertexByNode;
    this.dominatorByNode = dominatorByNode;
    this.retainedByNode = retainedByNode;
  }

  @Override
  public int node(int object) {
    return nodeByObject.get(object);
  }

  @Override
  public int vertex(int node) {
    return vertexByNode.get(node);
  }

  @Override
  public int nodeOfOwner(int owner) {
    return nodeByOwner[owner];
  }

  @Override
  public int dominator(int node) {
    return dominatorByNode.get(node);
  }

  @Override
  public long retained(int node) {
    return retainedByNode.get(node);
  }
}
