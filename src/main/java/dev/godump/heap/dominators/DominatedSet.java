package dev.godump.heap.dominators;

import java.util.BitSet;

/**
 * What one live object dominates. Remembers what it comes by on its way up the tree, so that no
 * node is passed twice, however many objects of a long list are asked about: two bits a node.
 */
public final class DominatedSet {
  private final DominatorTree tree;
  private final int top;
  private final BitSet inside = new BitSet();
  private final BitSet outside = new BitSet();

  /**
   * @param object live
   */
  public DominatedSet(DominatorTree tree, int object) {
    this.tree = tree;
    this.top = tree.node(object);
  }

  /** Whether it dominates a live object, or is it. */
  public boolean contains(int object) {
    int node = tree.node(object);
    int end = node;
    while (end > top && !inside.get(end) && !outside.get(end)) {
      end = tree.dominator(end);
    }
    boolean found = end == top || inside.get(end);
    BitSet known = found ? inside : outside;
    for (int passed = node; passed > end; passed = tree.dominator(passed)) {
      known.set(passed);
    }
    return found;
  }
}
