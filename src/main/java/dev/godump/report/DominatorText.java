package dev.godump.report;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.report.text.Amounts;
import java.util.function.IntFunction;

/** Names the immediate dominators of objects. */
final class DominatorText {
  /** In JSON, the dominator of an object that no object dominates. */
  static final String ROOT = "root";

  private DominatorText() {}

  /**
   * Returns the address of the dominating object, the name of the dominating owner of roots, or
   * {@code several roots}.
   *
   * @param ownerNames names of owners by owner
   */
  static String nameOf(
      HeapGraph graph, DominatorTree tree, int object, IntFunction<String> ownerNames) {
    int dominator = tree.dominatingObject(object);
    if (dominator != ObjectTable.NONE) {
      return Amounts.address(graph.objects().address(dominator));
    }
    return ownerName(tree, object, ownerNames);
  }

  /**
   * Returns the name of the owner of roots that dominates an object that no object dominates, or
   * {@code several roots}.
   */
  static String ownerName(DominatorTree tree, int object, IntFunction<String> ownerNames) {
    int node = tree.dominator(tree.node(object));
    // the tree may have an object of a goroutine above it, which pointers alone don't
    while (tree.object(node) != ObjectTable.NONE) {
      node = tree.dominator(node);
    }
    return node == DominatorTree.ROOT ? "several roots" : ownerNames.apply(tree.owner(node));
  }

  /** Returns the address of the dominating object, or {@code root}. */
  static String json(HeapGraph graph, DominatorTree tree, int object) {
    int dominator = tree.dominatingObject(object);
    return dominator == ObjectTable.NONE
        ? ROOT
        : Amounts.address(graph.objects().address(dominator));
  }
}
