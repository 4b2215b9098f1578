package dev.godump.analysis;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.AbstractList;
import java.util.List;

/**
 * All that an object couldn't be live without: what dominates it immediately, what dominates that, and
 * so on up to the root.
 *
 * @param retained bytes that the object dominates, itself included; 0 of garbage
 * @param liveBytes of all live objects
 * @param dominators nearest first
 */
public record DominatorChain(long retained, long liveBytes, List<Dominator> dominators) {

  /**
   * An object or a holder of roots that dominates.
   *
   * @param object its id, or -1
   * @param holder its number, or -1
   * @param retained bytes it dominates
   */
  public record Dominator(int object, int holder, long retained) {}

  /** The chain above an object; empty above garbage. */
  public static DominatorChain of(DominatorTree tree, int object) {
    IntArrayList nodes = new IntArrayList();
    if (tree.live(object)) {
      int node = tree.dominator(tree.node(object));
      for (; node != DominatorTree.ROOT; node = tree.dominator(node)) {
        nodes.add(node);
      }
    }
    return new DominatorChain(tree.retainedByObject(object), tree.liveBytes(), new Chain(tree, nodes));
  }

  /** Made as they are looked at: above the end of a list there may be millions. */
  private static final class Chain extends AbstractList<Dominator> {
    private final DominatorTree tree;
    private final IntArrayList nodes;

    Chain(DominatorTree tree, IntArrayList nodes) {
      this.tree = tree;
      this.nodes = nodes;
    }

    @Override
    public Dominator get(int index) {
      int node = nodes.getInt(index);
      return new Dominator(tree.object(node), tree.holder(node), tree.retained(node));
    }

    @Override
    public int size() {
      return nodes.size();
    }
  }
}
