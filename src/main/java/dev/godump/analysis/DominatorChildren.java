package dev.godump.analysis;

import it.unimi.dsi.fastutil.ints.IntConsumer;

/** The children of every node of a dominator tree; takes 8 bytes per node. */
final class DominatorChildren {
  private final int[] first;
  private final int[] next;

  DominatorChildren(DominatorTree tree) {
    first = new int[tree.count()];
    next = new int[tree.count()];
    for (int node = tree.count() - 1; node > 0; node--) {
      int parent = tree.dominator(node);
      next[node] = first[parent];
      first[parent] = node;
    }
  }

  /** The first child of a node, or 0. */
  int first(int node) {
    return first[node];
  }

  /** The child of the same node after this one, or 0. */
  int next(int node) {
    return next[node];
  }

  void forEach(int node, IntConsumer visitor) {
    for (int child = first[node]; child != 0; child = next[child]) {
      visitor.accept(child);
    }
  }
}
