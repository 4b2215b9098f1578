package dev.godump.heap.dominators;

import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;

/** Selects the nodes that retain most among those added; equal ones by lower number. */
public final class LargestNodes {
  private final DominatorTree tree;
  private final int limit;
  private final IntHeapPriorityQueue kept;

  /**
   * @param limit the number of nodes to keep
   */
  public LargestNodes(DominatorTree tree, int limit) {
    this.tree = tree;
    this.limit = limit;
    this.kept = new IntHeapPriorityQueue((a, b) -> -order(a, b));
  }

  private int order(int a, int b) {
    int bySize = Long.compare(tree.retained(b), tree.retained(a));
    return bySize != 0 ? bySize : Integer.compare(a, b);
  }

  public void add(int node) {
    if (limit == 0 || (kept.size() == limit && order(node, kept.firstInt()) > 0)) {
      return;
    }
    kept.enqueue(node);
    if (kept.size() > limit) {
      kept.dequeueInt();
    }
  }

  /** Returns the nodes kept, the largest first, and removes them. */
  public int[] nodes() {
    int[] nodes = new int[kept.size()];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = kept.dequeueInt();
    }
    IntArrays.reverse(nodes);
    return nodes;
  }
}
