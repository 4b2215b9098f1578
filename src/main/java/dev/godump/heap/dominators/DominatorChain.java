package dev.godump.heap.dominators;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;

/**
 * All that an object couldn't be live without: what dominates it immediately, what dominates that,
 * and so on up to the root.
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
  public record Dominator(int object, int owner, long retained) {}

  /** The chain above an object; empty above garbage. */
  public static DominatorChain of(DominatorTree tree, int object) {
    return new DominatorChain(
        tree.retainedByObject(object), tree.liveBytes(), new Chain(tree, tree.node(object)));
  }

  /**
   * Found as they are looked at, one after another: above the end of a list there may be millions.
   */
  private static final class Chain extends AbstractList<Dominator> {
    private final DominatorTree tree;
    private final int bottom;
    private final int size;

    /** Where the last look was. */
    private int lastIndex = -1;

    private int node;

    Chain(DominatorTree tree, int bottom) {
      this.tree = tree;
      this.bottom = bottom;
      this.node = bottom;
      this.size = bottom == DominatorTree.ROOT ? 0 : tree.depth(bottom) - 1;
    }

    @Override
    public Dominator get(int index) {
      Objects.checkIndex(index, size);
      if (index < lastIndex) {
        lastIndex = -1;
        node = bottom;
      }
      for (; lastIndex < index; lastIndex++) {
        node = tree.dominator(node);
      }
      return new Dominator(tree.object(node), tree.owner(node), tree.retained(node));
    }

    @Override
    public int size() {
      return size;
    }
  }
}
