package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Optional;

/**
 * Recognizes lists and trees: objects of one kind that retain each other. A list makes a long chain
 * in the dominator tree, along which the retained bytes decrease steadily; a tree branches.
 */
final class RecursiveStructures {
  private static final int NO_KIND = -1;

  /** Fewer objects of one kind in a chain don't make a list. */
  private static final int MIN_NODES = 3;

  private final SearchedHeap heap;
  private final DominatorTree tree;
  private final DominatorChildren children;

  RecursiveStructures(SearchedHeap heap) {
    this.heap = heap;
    this.tree = heap.tree;
    this.children = heap.children;
  }

  /**
   * The candidate for a chain along which the retained bytes decrease steadily: a list. Its head is
   * the first object of the most frequent kind.
   */
  Optional<LeakCandidate> list(IntArrayList chain) {
    Int2IntOpenHashMap countByKind = new Int2IntOpenHashMap();
    int commonest = NO_KIND;
    for (int node : chain) {
      int kind = heap.kindOf(node);
      if (kind != NO_KIND) {
        countByKind.addTo(kind, 1);
        commonest =
            commonest == NO_KIND || countByKind.get(kind) > countByKind.get(commonest)
                ? kind
                : commonest;
      }
    }
    for (int node : chain) {
      if (heap.kindOf(node) == commonest
          && commonest != NO_KIND
          && countByKind.get(commonest) >= MIN_NODES) {
        return Optional.of(recursive(Kind.LIST, node, commonest));
      }
    }
    return Optional.empty();
  }

  /**
   * The candidate for a chain that ends in the top of a tree: an object that retains most of its
   * bytes through children of its own kind.
   */
  Optional<LeakCandidate> tree(IntArrayList chain) {
    int last = chain.size() - 1;
    int end = chain.getInt(last);
    int kind = heap.kindOf(end);
    if (kind == NO_KIND || heap.graph.edges().first(tree.object(end)) < 0) {
      return Optional.empty();
    }
    long sameKind = 0;
    for (int child = children.first(end); child != 0; child = children.next(child)) {
      sameKind += heap.kindOf(child) == kind ? tree.retained(child) : 0;
    }
    if (sameKind < LeakSearch.DOMINANT_SHARE * tree.retained(end)) {
      return Optional.empty();
    }
    int top = last;
    while (top > 0 && heap.kindOf(chain.getInt(top - 1)) == kind) {
      top--;
    }
    return Optional.of(recursive(Kind.TREE, chain.getInt(top), kind));
  }

  private LeakCandidate recursive(Kind form, int node, int kind) {
    SimilarObjects nodes =
        new SimilarObjects(
            kind,
            heap.kinds.type(kind).orElse(""),
            countOfKind(node, kind),
            tree.retained(node),
            tree.object(node));
    return new LeakCandidate(
        form, IntArrayList.of(node), tree.retained(node), Optional.of(nodes), Optional.empty());
  }

  /** The number of objects of a kind that a node dominates, itself included. */
  private long countOfKind(int node, int kind) {
    long count = 0;
    IntArrayList pending = IntArrayList.of(node);
    while (!pending.isEmpty()) {
      int at = pending.popInt();
      count += heap.kindOf(at) == kind ? 1 : 0;
      children.forEach(at, pending::add);
    }
    return count;
  }
}
