package dev.godump.report;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.report.text.Amounts;
import java.util.function.IntFunction;

/** How what dominates an object is called. */
final class DominatorText {
  /** What JSON says where no object dominates. */
  static final String ROOT = "root";

  private DominatorText() {}

  /**
   * The address of the dominating object; else the holder of roots that alone leads to it; else the
   * root.
   *
   * @param holders what holders are called, by number
   */
  static String nameOf(
      HeapGraph graph, DominatorTree tree, int object, IntFunction<String> ownerNames) {
    int dominator = tree.dominatingObject(object);
    if (dominator >= 0) {
      return Amounts.address(graph.objects().address(dominator));
    }
    return ownerName(tree, object, ownerNames);
  }

  /**
   * The holder whose roots alone lead to an object without a dominating one, or {@code several
   * roots}.
   */
  static String ownerName(DominatorTree tree, int object, IntFunction<String> ownerNames) {
    int node = tree.dominator(tree.node(object));
    return node == DominatorTree.ROOT ? "several roots" : ownerNames.apply(tree.owner(node));
  }

  /** As JSON: an address, or {@code "root"}. */
  static String json(HeapGraph graph, DominatorTree tree, int object) {
    int dominator = tree.dominatingObject(object);
    return dominator < 0 ? ROOT : Amounts.address(graph.objects().address(dominator));
  }
}
