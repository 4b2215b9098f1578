package dev.godump.heap.dominators;

import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Sums retained sizes by key: for each key, the bytes of all objects that an object of the key
 * dominates, each counted once. Walks the tree without a stack.
 */
public final class RetainedByKey {
  private final DominatorTree tree;
  private final DominatorChildren children;
  private final NodeKeys[] sorts;

  /** By sort and key: the inner nodes of the key from the root to where the walk is. */
  private final int[][] open;

  private final long[][] retained;

  private RetainedByKey(DominatorTree tree, DominatorChildren children, List<NodeKeys> sorts) {
    this.tree = tree;
    this.children = children;
    this.sorts = sorts.toArray(NodeKeys[]::new);
    open = sorts.stream().map(keys -> new int[keys.count()]).toArray(int[][]::new);
    retained = sorts.stream().map(keys -> new long[keys.count()]).toArray(long[][]::new);
  }

  /**
   * Sums by one sort of keys.
   *
   * @param keyOf the key of an object, from 0, or {@link NodeKeys#NONE}
   * @param keys the number of keys
   * @return bytes per key
   */
  public static long[] of(DominatorTree tree, IntUnaryOperator keyOf, int keys) {
    return of(tree, new DominatorChildren(tree), List.of(NodeKeys.of(tree, keyOf, keys)))[0];
  }

  /**
   * Sums by several sorts of keys in one walk.
   *
   * @return bytes per sort and key
   */
  public static long[][] of(DominatorTree tree, DominatorChildren children, List<NodeKeys> sorts) {
    RetainedByKey sums = new RetainedByKey(tree, children, sorts);
    sums.walk();
    return sums.retained;
  }

  private void walk() {
    int node = children.first(DominatorTree.ROOT);
    while (node > 0) {
      int child = children.first(node);
      enter(node, child != 0);
      int next = child == 0 ? children.nextOrParent(node) : child;
      while (next < 0) {
        node = ~next;
        if (node == DominatorTree.ROOT) {
          return;
        }
        leave(node);
        next = children.nextOrParent(node);
      }
      node = next;
    }
  }

  private void enter(int node, boolean inner) {
    for (int sort = 0; sort < sorts.length; sort++) {
      int key = sorts[sort].get(node);
      if (key != NodeKeys.NONE) {
        if (open[sort][key] == 0) {
          retained[sort][key] += tree.retained(node);
        }
        if (inner) {
          open[sort][key]++;
        }
      }
    }
  }

  private void leave(int node) {
    for (int sort = 0; sort < sorts.length; sort++) {
      int key = sorts[sort].get(node);
      if (key != NodeKeys.NONE) {
        open[sort][key]--;
      }
    }
  }
}
