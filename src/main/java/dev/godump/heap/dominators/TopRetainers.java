package dev.godump.heap.dominators;

import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.GoroutineObjects;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The objects and holders that retain most. */
public final class TopRetainers {
  private TopRetainers() {}

  /**
   * At most {@code limit} live objects by retained size, equal ones by address. The runtime's own
   * objects of goroutines are left out ({@link GoroutineObjects}): what they retain by pointers
   * alone counts for goroutines.
   */
  public static List<Integer> objects(DominatorTree tree, int limit) {
    // the smallest at the head
    IntComparator order =
        (a, b) -> {
          int byRetained = Long.compare(tree.retained(a), tree.retained(b));
          return byRetained != 0 ? byRetained : Integer.compare(tree.object(b), tree.object(a));
        };
    IntHeapPriorityQueue queue = new IntHeapPriorityQueue(order);
    candidates(tree, limit)
        .forEach(
            node -> {
              boolean large =
                  queue.size() < limit || tree.retained(node) >= tree.retained(queue.firstInt());
              if (large
                  && isRanked(tree, node)
                  && (queue.size() < limit || order.compare(node, queue.firstInt()) > 0)) {
                queue.enqueue(node);
                if (queue.size() > limit) {
                  queue.dequeueInt();
                }
              }
            });
    IntArrayList best = new IntArrayList();
    while (!queue.isEmpty()) {
      best.add(0, tree.object(queue.dequeueInt()));
    }
    return List.copyOf(best);
  }

  /**
   * Nodes that can be among the first {@code limit}. The large nodes suffice if they have as many
   * objects: a node too deep to be among them has more than {@code limit} objects above it, each of
   * which retains more.
   */
  private static IntStream candidates(DominatorTree tree, int limit) {
    Optional<LargeNodes> large = tree.largeNodes().filter(nodes -> limit <= nodes.maxDepth() / 2);
    if (large.isPresent()) {
      int[] objects =
          IntStream.of(large.get().nodes()).filter(node -> isRanked(tree, node)).toArray();
      if (objects.length >= limit) {
        return IntStream.of(objects);
      }
    }
    return IntStream.range(1, tree.count());
  }

  private static boolean isRanked(DominatorTree tree, int node) {
    int object = tree.object(node);
    return object != ObjectTable.NONE && !tree.owners().goroutineObjects().isSpecial(object);
  }

  /**
   * The nodes right below the root that retain at least a share of the live bytes, largest first:
   * root owners, and objects that several of them share.
   *
   * @param share at least one part in 1000
   */
  public static List<Integer> holders(DominatorTree tree, double share) {
    long least = Math.max(1, (long) Math.ceil(tree.liveBytes() * share));
    IntStream nodes =
        tree.largeNodes()
            .map(large -> IntStream.of(large.nodes()))
            .orElseGet(() -> IntStream.range(1, tree.count()));
    return nodes
        .filter(
            node ->
                node != DominatorTree.ROOT
                    && tree.retained(node) >= least
                    && tree.dominator(node) == DominatorTree.ROOT)
        .boxed()
        .sorted(Comparator.comparingLong((Integer node) -> -tree.retained(node)))
        .toList();
  }
}
