package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Optional;

/**
 * Recognizes lists and trees: objects of one kind that retain each other. A list makes a long chain
 * in the dominator tree, along which the retained bytes decrease steadily; a tree branches, but so
 * does a ring of nodes that are linked both ways.
 */
final class RecursiveStructures {
  private static final int NO_KIND = -1;

  /** Fewer objects of one kind in a chain don't make a list. */
  private static final int MIN_NODES = 3;

  private static final int SAMPLE_SIZE = 1024;

  private final SearchedHeap heap;
  private final DominatorTree tree;
  private final DominatorChildren children;

  RecursiveStructures(SearchedHeap heap) {
    this.heap = heap;
    this.tree = heap.tree;
    this.children = heap.children;
  }

  /**
   * The candidate for a chain along which the retained bytes decrease steadily: a list. Its nodes
   * are of the kind that most objects are of, among those with several in the chain; its head is
   * the first of them.
   */
  Optional<LeakCandidate> list(IntArrayList chain) {
    Int2IntLinkedOpenHashMap countByKind = new Int2IntLinkedOpenHashMap();
    for (int node : chain) {
      if (heap.kindOf(node) != NO_KIND) {
        countByKind.addTo(heap.kindOf(node), 1);
      }
    }
    countByKind.values().removeIf(count -> count < MIN_NODES);
    long[] counts = countByKind.isEmpty() ? new long[0] : countsByKind(chain.getInt(0));
    int commonest = NO_KIND;
    for (int kind : countByKind.keySet()) {
      commonest = commonest == NO_KIND || counts[kind] > counts[commonest] ? kind : commonest;
    }
    for (int node : chain) {
      if (commonest != NO_KIND && heap.kindOf(node) == commonest) {
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
    int node = chain.getInt(top);
    return Optional.of(recursive(isLinkedBothWays(node, kind) ? Kind.LIST : Kind.TREE, node, kind));
  }

  /** Whether objects of a kind lead to at most two others of it, and each of these back. */
  private boolean isLinkedBothWays(int node, int kind) {
    int left = SAMPLE_SIZE;
    IntArrayList pending = IntArrayList.of(node);
    while (!pending.isEmpty() && left > 0) {
      int at = pending.popInt();
      if (heap.kindOf(at) == kind) {
        left--;
        int object = heap.tree.object(at);
        IntOpenHashSet next = sameKind(object, kind);
        if (next.isEmpty()
            || next.size() > 2
            || next.intStream().anyMatch(other -> !sameKind(other, kind).contains(object))) {
          return false;
        }
      }
      children.forEach(at, pending::add);
    }
    return true;
  }

  /** The other objects of a kind that an object points at. */
  private IntOpenHashSet sameKind(int object, int kind) {
    IntOpenHashSet found = new IntOpenHashSet();
    heap.graph
        .edges()
        .forEach(
            object,
            target -> {
              if (target != object && heap.kinds.of(target) == kind) {
                found.add(target);
              }
            });
    return found;
  }

  private LeakCandidate recursive(Kind form, int node, int kind) {
    SimilarObjects nodes =
        new SimilarObjects(
            kind,
            heap.kinds.type(kind).orElse(""),
            countsByKind(node)[kind],
            tree.retained(node),
            tree.object(node));
    return new LeakCandidate(
        form, IntArrayList.of(node), tree.retained(node), Optional.of(nodes), Optional.empty());
  }

  /** The numbers of objects that a node dominates, itself included, by kind. */
  private long[] countsByKind(int node) {
    long[] counts = new long[heap.kinds.count()];
    IntArrayList pending = IntArrayList.of(node);
    while (!pending.isEmpty()) {
      int at = pending.popInt();
      if (heap.kindOf(at) != NO_KIND) {
        counts[heap.kindOf(at)]++;
      }
      children.forEach(at, pending::add);
    }
    return counts;
  }
}
