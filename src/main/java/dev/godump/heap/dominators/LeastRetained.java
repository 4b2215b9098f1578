package dev.godump.heap.dominators;

import dev.godump.heap.roots.RootOwners;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.util.Optional;

/**
 * How much the nodes below a node of a dominator tree retain that retain most.
 *
 * @param least bytes that the smallest of them retains; 0 if all nodes are among them
 * @param countOfLeast how many of them retain exactly that
 */
record LeastRetained(long least, int countOfLeast) {
  /**
   * Finds them. Scans all nodes once, dominators first, unless the tree knows enough {@link
   * LargeNodes}.
   *
   * @param count of the largest nodes
   * @param withOwners whether root owners count as nodes
   */
  static LeastRetained of(DominatorTree tree, int top, int count, boolean withOwners) {
    Ranking ranking = new Ranking(count);
    Optional<LargeNodes> large =
        tree.largeNodes()
            .filter(nodes -> top == DominatorTree.ROOT && nodes.nodes().length > count);
    if (large.isPresent()) {
      for (int node : large.get().nodes()) {
        if (node != top && (withOwners || tree.owner(node) == RootOwners.NONE)) {
          ranking.add(tree.retained(node));
        }
      }
      if (ranking.isFull()) {
        return ranking.result();
      }
    }
    Ranking all = new Ranking(count);
    IdSet owners = new IdSet(tree.count());
    for (int owner = 0; owner < tree.owners().count(); owner++) {
      owners.add(tree.nodeOfOwner(owner));
    }
    IdSet below = new IdSet(tree.count());
    below.add(top);
    tree.forEachAfter(
        top,
        (node, dominator, retained) -> {
          // nothing below a node that is too small is larger
          if (below.contains(dominator) && all.admits(retained)) {
            below.add(node);
            if (withOwners || !owners.contains(node)) {
              all.add(retained);
            }
          }
        });
    return all.result();
  }

  /** The largest of some numbers. */
  private static final class Ranking {
    private final int count;
    private final LongHeapPriorityQueue largest = new LongHeapPriorityQueue();

    Ranking(int count) {
      this.count = count;
    }

    boolean isFull() {
      return largest.size() >= count;
    }

    boolean admits(long number) {
      return !isFull() || number > largest.firstLong();
    }

    void add(long number) {
      if (admits(number)) {
        if (isFull()) {
          largest.dequeueLong();
        }
        largest.enqueue(number);
      }
    }

    LeastRetained result() {
      if (!isFull()) {
        return new LeastRetained(0, Integer.MAX_VALUE);
      }
      long least = largest.firstLong();
      int equal = 0;
      for (; !largest.isEmpty() && largest.firstLong() == least; equal++) {
        largest.dequeueLong();
      }
      return new LeastRetained(least, equal);
    }
  }
}
