package dev.godump.analysis;

import java.util.function.IntUnaryOperator;

/**
 * What all objects of a kind retain together: the union of what each dominates, so that an object
 * below another of its kind doesn't count twice. Takes 8 bytes per node of the tree for the time it
 * takes, and no stack.
 */
public final class RetainedByKey {
  private final DominatorTree tree;
  private final DominatorChildren children;

  private RetainedByKey(DominatorTree tree) {
    this.tree = tree;
    this.children = new DominatorChildren(tree);
  }

  /**
   * Adds up for each key.
   *
   * @param keyOf the key of an object, from 0; -1 for objects that have none
   * @param keys how many keys there are
   * @return bytes per key
   */
  public static long[] of(DominatorTree tree, IntUnaryOperator keyOf, int keys) {
    return new RetainedByKey(tree).sum(keyOf, keys);
  }

  private long[] sum(IntUnaryOperator keyOf, int keys) {
    long[] retained = new long[keys];
    int[] above = new int[keys];
    int node = DominatorTree.ROOT;
    while (true) {
      int key = key(node, keyOf);
      if (key >= 0 && above[key]++ == 0) {
        retained[key] += tree.retained(node);
      }
      int next = children.first(node);
      while (next == 0) {
        if (node == DominatorTree.ROOT) {
          return retained;
        }
        int left = key(node, keyOf);
        if (left >= 0) {
          above[left]--;
        }
        next = children.next(node);
        node = tree.dominator(node);
      }
      node = next;
    }
  }

  private int key(int node, IntUnaryOperator keyOf) {
    int object = tree.object(node);
    return object < 0 ? -1 : keyOf.applyAsInt(object);
  }
}
