package dev.godump.heap.dominators;

import dev.godump.graph.ObjectTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The objects that retain most. */
public final class TopRetainers {
  private TopRetainers() {}

  /** At most {@code limit} live objects by retained size, equal ones by address. */
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
              if (queue.size() < limit || order.compare(node, queue.firstInt()) > 0) {
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
   * The nodes of objects that can be among the first {@code limit}. The large nodes suffice if they
   * have as many objects: a node too deep to be among them has more than {@code limit} objects
   * above it, each of which retains more.
   */
  private static IntStream candidates(DominatorTree tree, int limit) {
    Optional<LargeNodes> large = tree.largeNodes().filter(nodes -> limit <= nodes.maxDepth() / 2);
    if (large.isPresent()) {
      int[] objects =
          IntStream.of(large.get().nodes())
              .filter(node -> tree.object(node) != ObjectTable.NONE)
              .toArray();
      if (objects.length >= limit) {
        return IntStream.of(objects);
      }
    }
    return IntStream.range(1, tree.count()).filter(node -> tree.object(node) != ObjectTable.NONE);
  }
}
