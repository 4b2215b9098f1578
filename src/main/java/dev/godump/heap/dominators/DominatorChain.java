package dev.godump.heap.dominators;

import java.util.AbstractList;
import java.util.List;
import java.util.Objects;

/**
 * The dominators of an object, without each of which it would be garbage.
 *
 * @param retained bytes that the object dominates, itself included; 0 for garbage
 * @param liveBytes of all live objects
 * @param dominators nearest first
 */
public record DominatorChain(long retained, long liveBytes, List<Dominator> dominators) {

  /**
   * An object or a root owner that dominates.
   *
   * @param object its id, or {@link dev.godump.graph.ObjectTable#NONE}
   * @param owner its id, or {@link dev.godump.heap.roots.RootOwners#NONE}
   * @param retained bytes it dominates
   */
  public record Dominator(int object, int owner, long retained) {}

  /** The chain above an object; empty for garbage. */
  public static DominatorChain of(DominatorTree tree, int object) {
    return new DominatorChain(
        tree.retainedByObject(object), tree.liveBytes(), new Chain(tree, tree.node(object)));
  }

  /**
   * Walks up the tree on demand: the end of a list can have millions of dominators. Not
   * thread-safe.
   */
  private static final class Chain extends AbstractList<Dominator> {
    private static final int BOTTOM = -1;

    private final DominatorTree tree;
    private final int bottom;
    private final int size;

    /** The index read last; {@link #node} is the dominator there, or the bottom. */
    private int lastIndex = BOTTOM;

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
        lastIndex = BOTTOM;
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
