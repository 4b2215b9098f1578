package dev.godump.heap.dominators;

import dev.godump.vector.Storage;
import dev.godump.vector.WideColumn;
import java.util.function.IntUnaryOperator;

/**
 * A key for each node of a dominator tree, or none. Takes as many bytes per node as the keys need.
 * Not thread-safe.
 */
public final class NodeKeys {
  /** The key of an object that has none. */
  public static final int NONE = -1;

  private final int count;

  /** Key + 1 of each node; 0 if it has none. */
  private final WideColumn numbers;

  /**
   * Makes keys of nodes that have none yet.
   *
   * @param count the number of keys
   */
  public NodeKeys(DominatorTree tree, int count, Storage storage) {
    this.count = count;
    numbers = new WideColumn(storage, tree.count());
  }

  /**
   * Takes the keys of objects.
   *
   * @param keyOf the key of an object, from 0, or {@link #NONE}
   */
  static NodeKeys of(DominatorTree tree, IntUnaryOperator keyOf, int count) {
    NodeKeys keys = new NodeKeys(tree, count, Storage.HEAP);
    // objects in order, so that an index is read block by block
    for (int object = 0; object < tree.objects(); object++) {
      int node = tree.node(object);
      if (node != DominatorTree.ROOT) {
        keys.set(node, keyOf.applyAsInt(object));
      }
    }
    return keys;
  }

  /** Sets the key of a node. */
  public void set(int node, int key) {
    numbers.set(node, key + 1);
  }

  /** The key of a node, or {@link #NONE}. */
  int get(int node) {
    return numbers.get(node) - 1;
  }

  int count() {
    return count;
  }
}
