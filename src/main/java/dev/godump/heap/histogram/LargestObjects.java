package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntHeapPriorityQueue;
import java.util.List;

/** The objects with the largest shallow size. */
public final class LargestObjects {
  private LargestObjects() {}

  /** At most {@code limit} ids, largest first, equal ones by address. */
  public static List<Integer> of(HeapGraph graph, int limit) {
    // the smallest at the head, equal ones with the highest address first
    IntHeapPriorityQueue queue =
        new IntHeapPriorityQueue(
            (a, b) -> {
              int bySize = Long.compare(graph.objects().size(a), graph.objects().size(b));
              return bySize != 0 ? bySize : Integer.compare(b, a);
            });
    long[] threshold = {0};
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (size > threshold[0]) {
                queue.enqueue(id);
                if (queue.size() > limit) {
                  queue.dequeueInt();
                }
                threshold[0] = queue.size() < limit ? 0 : graph.objects().size(queue.firstInt());
              }
            });
    IntArrayList ids = new IntArrayList();
    while (!queue.isEmpty()) {
      ids.add(0, queue.dequeueInt());
    }
    return List.copyOf(ids);
  }
}
