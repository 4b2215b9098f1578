package dev.godump.heap.dominators;

import dev.godump.graph.ObjectTable;
import dev.godump.vector.Storage;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Sums retained sizes by key: for each key, the bytes of all objects that an object of the key
 * dominates, each counted once. Takes 8 bytes per node of the tree while it runs, and no stack.
 */
public final class RetainedByKey {
  /** The key of an object that has none. */
  public static final int NONE = -1;

  private final DominatorTree tree;
  private final DominatorChildren children;

  private RetainedByKey(DominatorTree tree, Storage storage) {
    this.tree = tree;
    this.children = new DominatorChildren(tree, storage);
  }

  /**
   * Sums by one kind of key.
   *
   * @param keyOf the key of an object, from 0, or {@link #NONE}
   * @param keys the number of keys
   * @return bytes per key
   */
  public static long[] of(DominatorTree tree, IntUnaryOperator keyOf, int keys) {
    return of(tree, Storage.HEAP, List.of(keyOf), new int[] {keys})[0];
  }

  /**
   * Sums by several kinds of keys in one walk; see {@link #of(DominatorTree, IntUnaryOperator,
   * int)}.
   */
  public static long[][] of(
      DominatorTree tree, Storage storage, List<IntUnaryOperator> sorts, int[] keys) {
    return new RetainedByKey(tree, storage).sum(sorts, keys);
  }

  private long[][] sum(List<IntUnaryOperator> sorts, int[] keys) {
    long[][] retained = new long[keys.length][];
    int[][] above = new int[keys.length][];
    for (int sort = 0; sort < keys.length; sort++) {
      retained[sort] = new long[keys[sort]];
      above[sort] = new int[keys[sort]];
    }
    int node = DominatorTree.ROOT;
    while (true) {
      int next = children.first(node);
      int object = tree.object(node);
      for (int sort = 0; object != ObjectTable.NONE && sort < keys.length; sort++) {
        int key = sorts.get(sort).applyAsInt(object);
        if (key != NONE) {
          retained[sort][key] += above[sort][key] == 0 ? tree.retained(node) : 0;
          // most nodes are leaves, which have nothing below them
          above[sort][key] += next == 0 ? 0 : 1;
        }
      }
      boolean leaf = true;
      while (next == 0) {
        if (node == DominatorTree.ROOT) {
          return retained;
        }
        if (!leaf) {
          leave(node, sorts, above);
        }
        leaf = false;
        next = children.next(node);
        node = tree.dominator(node);
      }
      node = next;
    }
  }

  private void leave(int node, List<IntUnaryOperator> sorts, int[][] above) {
    int object = tree.object(node);
    for (int sort = 0; object != ObjectTable.NONE && sort < above.length; sort++) {
      int key = sorts.get(sort).applyAsInt(object);
      if (key != NONE) {
        above[sort][key]--;
      }
    }
  }
}
