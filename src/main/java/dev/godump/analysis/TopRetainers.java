package dev.godump.analysis;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntComparator;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import java.util.List;

/** The objects that retain most. */
public final class TopRetainers {
  private TopRetainers() {}

  /** At most {@code limit} live objects by retained size, equal ones by address. */
  public static List<Integer> objects(DominatorTree tree, int limit) {
    // the least wanted at the head
    IntComparator order =
        (a, b) -> {
          int byRetained = Long.compare(tree.retained(a), tree.retained(b));
          return byRetained != 0 ? byRetained : Integer.compare(tree.object(b), tree.object(a));
        };
    IntHeapPriorityQueue queue = new IntHeapPriorityQueue(order);
    for (int node = 1; node < tree.count(); node++) {
      if (tree.object(node) >= 0 && (queue.size() < limit || order.compare(node, queue.firstInt()) > 0)) {
        queue.enqueue(node);
        if (queue.size() > limit) {
          queue.dequeueInt();
        }
      }
    }
    IntArrayList best = new IntArrayList();
    while (!queue.isEmpty()) {
      best.add(0, tree.object(queue.dequeueInt()));
    }
    return List.copyOf(best);
  }
}
