package dev.godump.heap.dominators;

import it.unimi.dsi.fastutil.ints.IntCollection;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.BitSet;
import java.util.Collections;

/**
 * The set of nodes that some nodes dominate. Remembers the nodes passed on the way up the tree, two
 * bits per node, so that no node is passed twice. Not thread-safe.
 */
public final class DominatedSet {
  private final DominatorTree tree;
  private final IntOpenHashSet tops;

  /** The lowest of {@link #tops}; nodes dominate only nodes of higher numbers. */
  private final int lowest;

  private final BitSet inside = new BitSet();
  private final BitSet outside = new BitSet();

  /**
   * @param nodes at least one
   */
  public DominatedSet(DominatorTree tree, IntCollection nodes) {
    this.tree = tree;
    this.tops = new IntOpenHashSet(nodes);
    this.lowest = Collections.min(nodes);
  }

  /** Returns the objects that a live object dominates, itself included. */
  public static DominatedSet of(DominatorTree tree, int object) {
    return new DominatedSet(tree, IntOpenHashSet.of(tree.node(object)));
  }

  /** Whether an object is dominated by one of the nodes, or is one of them; false for garbage. */
  public boolean contains(int object) {
    return containsNode(tree.node(object));
  }

  /** As {@link #contains}, for the node of an object or owner of roots. */
  public boolean containsNode(int node) {
    int end = node;
    while (end > lowest && !tops.contains(end) && !inside.get(end) && !outside.get(end)) {
      end = tree.dominator(end);
    }
    boolean found = tops.contains(end) || inside.get(end);
    BitSet known = found ? inside : outside;
    for (int passed = node; passed > end; passed = tree.dominator(passed)) {
      known.set(passed);
    }
    return found;
  }
}
