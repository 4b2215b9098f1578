package dev.godump.heap.dominators;

import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;
import it.unimi.dsi.fastutil.ints.IntConsumer;

/** The children of every node of a dominator tree. Takes 8 bytes per node. */
public final class DominatorChildren {
  private final IntVector first;

  /** The next child of the same parent; for the last child, the complement of the parent. */
  private final IntVector next;

  public DominatorChildren(DominatorTree tree) {
    this(tree, Storage.HEAP);
  }

  public DominatorChildren(DominatorTree tree, Storage storage) {
    first = storage.ints(tree.count());
    next = storage.ints(tree.count());
    for (int node = tree.count() - 1; node > 0; node--) {
      int parent = tree.dominator(node);
      int sibling = first.get(parent);
      next.set(node, sibling == 0 ? ~parent : sibling);
      first.set(parent, node);
    }
  }

  /** The first child of a node, or 0. */
  public int first(int node) {
    return first.get(node);
  }

  /** The next child of the same parent, or 0. */
  public int next(int node) {
    return Math.max(0, next.get(node));
  }

  /** The next child of the same parent, or the complement of the parent, which is negative. */
  int nextOrParent(int node) {
    return next.get(node);
  }

  public void forEach(int node, IntConsumer visitor) {
    for (int child = first(node); child != 0; child = next(child)) {
      visitor.accept(child);
    }
  }
}
