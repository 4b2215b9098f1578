package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.SlicesOfArray.Extent;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Roots;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Elements of an array that no slice of it has: the program can't use them any more, but they keep
 * objects alive. They are behind the length of all slices, as after {@code q = q[:n]}, or in front
 * of all, as after {@code q = q[1:]}. Marks the heap again without them.
 */
final class HiddenSlots {
  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final SlicesOfArray slices;

  HiddenSlots(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
    this.slices = new SlicesOfArray(heap);
  }

  /** Elements behind the length of all slices. */
  Optional<LeakCause> behind(LeakCandidate candidate, HeldContents contents) throws IOException {
    Extent extent = extent(candidate).orElse(null);
    if (extent == null) {
      return Optional.empty();
    }
    Hidden hidden = hidden(candidate, address -> address >= extent.end());
    return hidden.matters(candidate)
        ? Optional.of(
            new LeakCause.HiddenSlots(
                extent.length(),
                extent.capacity(),
                hidden.pointers,
                hidden.bytes,
                extent.guessed()))
        : Optional.empty();
  }

  /** Elements in front of all slices. */
  Optional<LeakCause> before(LeakCandidate candidate, HeldContents contents) throws IOException {
    Extent extent = extent(candidate).orElse(null);
    if (extent == null || extent.before() == 0) {
      return Optional.empty();
    }
    Hidden hidden = hidden(candidate, address -> address < extent.first());
    return hidden.matters(candidate)
        ? Optional.of(
            new LeakCause.ConsumedFront(
                extent.before(), extent.length(), hidden.bytes, extent.guessed()))
        : Optional.empty();
  }

  /**
   * Elements that no slice has.
   *
   * @param pointers number of their pointers to objects
   * @param bytes of live objects reachable only through these
   */
  private record Hidden(long pointers, long bytes) {
    boolean matters(LeakCandidate candidate) {
      return pointers > 0 && bytes > candidate.retained() / 10;
    }
  }

  private Optional<Extent> extent(LeakCandidate candidate) throws IOException {
    int array = heap.tree.object(candidate.node());
    return candidate.kind() != Kind.COLLECTION || array == ObjectTable.NONE || heap.isPart(array)
        ? Optional.empty()
        : slices.of(array);
  }

  private Hidden hidden(LeakCandidate candidate, LongPredicate isHidden) throws IOException {
    int array = heap.tree.object(candidate.node());
    IntArrayList visible = new IntArrayList();
    long hidden = 0;
    for (PointerFields.Pointer pointer : PointerFields.of(graph, array)) {
      if (pointer.target() != ObjectTable.NONE) {
        if (isHidden.test(graph.objects().address(array) + pointer.offset())) {
          hidden++;
        } else {
          visible.add(pointer.target());
        }
      }
    }
    return new Hidden(hidden, hidden == 0 ? 0 : unreachable(array, visible));
  }

  /** Bytes of live objects that are reachable only through hidden elements of an array. */
  private long unreachable(int array, IntArrayList visible) {
    IdSet seen = new IdSet(graph.objects().count());
    IntArrayList pending = new IntArrayList();
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      if (seen.add(roots.target(root))) {
        pending.add(roots.target(root));
      }
    }
    Edges edges = graph.edges();
    while (!pending.isEmpty()) {
      int object = pending.popInt();
      if (object == array) {
        visible.forEach(
            target -> {
              if (seen.add(target)) {
                pending.add(target);
              }
            });
        continue;
      }
      for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
        if (seen.add(edges.target(e))) {
          pending.add(edges.target(e));
        }
      }
    }
    long[] bytes = {0};
    graph
        .objects()
        .forEach(
            (id, address, size) ->
                bytes[0] += heap.tree.isLive(id) && !seen.contains(id) ? size : 0);
    return bytes[0];
  }
}
