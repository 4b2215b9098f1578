package dev.godump.analysis;

/** A dominator tree in memory: 20 bytes a node. */
final class ComputedTree extends DominatorTree {
  /** Node of each object, 0 for garbage. */
  private final int[] nodes;

  /** Node of each holder. */
  private final int[] holderNodes;

  private final int[] vertices;
  private final int[] dominators;
  private final long[] retained;

  ComputedTree(
      RootHolders holders,
      int[] nodes,
      int[] holderNodes,
      int[] vertices,
      int[] dominators,
      long[] retained,
      int count) {
    super(holders, count);
    this.nodes = nodes;
    this.holderNodes = holderNodes;
    this.vertices = vertices;
    this.dominators = dominators;
    this.retained = retained;
  }

  @Override
  public int node(int object) {
    return nodes[object];
  }

  @Override
  int vertex(int node) {
    return vertices[node];
  }

  @Override
  public int nodeOfHolder(int holder) {
    return holderNodes[holder];
  }

  @Override
  public int dominator(int node) {
    return dominators[node];
  }

  @Override
  public long retained(int node) {
    return retained[node];
  }
}
