package dev.godump.heap.dominators;

import dev.godump.heap.roots.RootOwners;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.util.Optional;

/**
 * How much the nodes below a node of a dominator tree retain that retain most.
 *
 * @param least bytes that the smallest of them retains; 0 if all nodes are among them
 * @param countOfLeast how many of them retain exactly that
 * @param nodes all of them, and others
 */
record LeastRetained(long least, int countOfLeast, LargeNodes nodes) {
  /**
   * Finds them. Scans all nodes once, dominators first, unless the tree knows enough {@link
   * LargeNodes}.
   *
   * @param depth levels of nodes that matter
   * @param count of the largest nodes
   * @param withOwners whether root owners count as nodes
   */
  static LeastRetained of(DominatorTree tree, int top, int depth, int count, boolean withOwners) {
    Optional<LargeNodes> large =
        tree.largeNodes()
            .filter(nodes -> top == DominatorTree.ROOT && nodes.reach(depth))
            .filter(nodes -> nodes.nodes().length > count);
    if (large.isPresent()) {
      Ranking ranking = new Ranking(count);
      for (int node : large.get().nodes()) {
        if (node != top && (withOwners || tree.owner(node) == RootOwners.NONE)) {
          ranking.add(tree.retained(node));
        }
      }
      if (ranking.isFull()) {
        return ranking.result(large.get());
      }
    }
    return new Scan(tree, top, count, withOwners).result();
  }

  /** Ranks all nodes below a node, and counts the children of those that may be the largest. */
  private static final class Scan {
    private final boolean withOwners;
    private final Ranking ranking;
    private final IdSet owners;

    /** The top and the nodes that were among the largest when they were visited. */
    private final IdSet admitted;

    private final IntArrayList nodes = new IntArrayList();
    private final IntArrayList childCounts = new IntArrayList();
    private final Int2IntOpenHashMap indexByNode = new Int2IntOpenHashMap();

    /** The top and the owners with only owners between them and the top. */
    private final IdSet topAndOwners;

    private int belowOwners;

    Scan(DominatorTree tree, int top, int count, boolean withOwners) {
      this.withOwners = withOwners;
      ranking = new Ranking(count);
      owners = new IdSet(tree.count());
      for (int owner = 0; owner < tree.owners().count(); owner++) {
        owners.add(tree.nodeOfOwner(owner));
      }
      admitted = new IdSet(tree.count());
      topAndOwners = new IdSet(tree.count());
      topAndOwners.add(top);
      admit(top);
      tree.forEachAfter(top, this::visit);
    }

    private void visit(int node, int dominator, long retained) {
      boolean owner = owners.contains(node);
      if (topAndOwners.contains(dominator)) {
        if (owner) {
          topAndOwners.add(node);
        } else {
          belowOwners++;
        }
      }
      if (admitted.contains(dominator)) {
        int index = indexByNode.get(dominator);
        childCounts.set(index, childCounts.getInt(index) + 1);
        // nothing below a node that is too small is larger
        if (ranking.admits(retained)) {
          admit(node);
          if (withOwners || !owner) {
            ranking.add(retained);
          }
        }
      }
    }

    private void admit(int node) {
      admitted.add(node);
      indexByNode.put(node, nodes.size());
      nodes.add(node);
      childCounts.add(0);
    }

    LeastRetained result() {
      return ranking.result(
          new LargeNodes(
              0, Integer.MAX_VALUE, nodes.toIntArray(), childCounts.toIntArray(), belowOwners));
    }
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

    LeastRetained result(LargeNodes nodes) {
      if (!isFull()) {
        return new LeastRetained(0, Integer.MAX_VALUE, nodes);
      }
      long least = largest.firstLong();
      int equal = 0;
      for (; !largest.isEmpty() && largest.firstLong() == least; equal++) {
        largest.dequeueLong();
      }
      return new LeastRetained(least, equal, nodes);
    }
  }
}
