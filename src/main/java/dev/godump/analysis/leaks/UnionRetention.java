package dev.godump.analysis.leaks;

import dev.godump.analysis.Cut;
import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.RemainingPaths;
import dev.godump.graph.ObjectTable;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Measures what several nodes of the dominator tree retain together, which can be more than the sum
 * of what each retains. Marks all objects for each new answer, and keeps the answers: one bit per
 * object for each.
 */
final class UnionRetention {
  private final SearchedHeap heap;
  private final Map<IntList, Freed> known = new HashMap<>();

  UnionRetention(SearchedHeap heap) {
    this.heap = heap;
  }

  /**
   * What would be garbage without some nodes.
   *
   * @param objects ids of the live objects that would be
   */
  record Freed(ObjectTotal total, IdSet objects) {}

  /** The live objects that would be garbage without all of some nodes. */
  Freed of(IntList nodes) {
    Freed freed = known.get(nodes);
    if (freed == null) {
      freed = mark(nodes);
      known.put(IntList.of(nodes.toIntArray()), freed);
    }
    return freed;
  }

  private Freed mark(IntList nodes) {
    IntArrayList objects = new IntArrayList();
    IntArrayList owners = new IntArrayList();
    for (int node : nodes) {
      if (heap.tree.object(node) != ObjectTable.NONE) {
        objects.add(heap.tree.object(node));
      } else {
        owners.add(heap.tree.owner(node));
      }
    }
    Cut cut = Cut.ofObjectsAndOwners(heap.tree.owners(), objects, owners);
    RemainingPaths remaining = new RemainingPaths(heap.graph, List.of(cut));
    long[] total = new long[2];
    IdSet freed = new IdSet(heap.graph.objects().count());
    heap.graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (heap.tree.isLive(id) && !remaining.isReached(id)) {
                freed.add(id);
                total[0]++;
                total[1] += size;
              }
            });
    return new Freed(new ObjectTotal(total[0], total[1]), freed);
  }
}
