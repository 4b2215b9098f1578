package dev.godump.heap.dominators;

import java.util.BitSet;

/**
 * The set of objects that one live object dominates. Remembers the nodes passed on the way up the
 * tree, two bits per node, so that no node is passed twice. Not thread-safe.
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

  /** Whether a live object is dominated, or is the dominating object. */
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
