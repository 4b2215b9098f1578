package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.ReachableWithout;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.SlicesOfArray.Extent;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
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
    Hidden hidden = hidden(candidate, extent, address -> address >= extent.end());
    return hidden.matters(candidate)
        ? Optional.of(
            new LeakCause.HiddenSlots(
                extent.length(),
                extent.capacity(),
                hidden.elements,
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
    Hidden hidden = hidden(candidate, extent, address -> address < extent.first());
    return hidden.matters(candidate)
        ? Optional.of(
            new LeakCause.ConsumedFront(
                extent.before(), extent.length(), hidden.bytes, extent.guessed()))
        : Optional.empty();
  }

  /**
   * Elements that no slice has.
   *
   * @param elements number of those with a pointer to an object
   * @param bytes of live objects reachable only through these
   */
  private record Hidden(long elements, long bytes) {
    boolean matters(LeakCandidate candidate) {
      return elements > 0 && bytes > candidate.retained() / 10;
    }
  }

  private Optional<Extent> extent(LeakCandidate candidate) throws IOException {
    int array = heap.tree.object(candidate.node());
    return candidate.kind() != Kind.COLLECTION || array == ObjectTable.NONE || heap.isPart(array)
        ? Optional.empty()
        : slices.of(array);
  }

  private Hidden hidden(LeakCandidate candidate, Extent extent, LongPredicate isHidden)
      throws IOException {
    int array = heap.tree.object(candidate.node());
    LongOpenHashSet elements = new LongOpenHashSet();
    for (PointerFields.Pointer pointer : PointerFields.of(graph, array)) {
      long at = graph.objects().address(array) + pointer.offset();
      if (pointer.target() != ObjectTable.NONE && isHidden.test(at)) {
        elements.add((at - extent.arrayStart()) / extent.elementSize());
      }
    }
    return new Hidden(elements.size(), elements.isEmpty() ? 0 : unreachable(array, isHidden));
  }

  /** Bytes of live objects that are reachable only through hidden elements of an array. */
  private long unreachable(int array, LongPredicate isHidden) throws IOException {
    long start = graph.objects().address(array);
    IdSet reached =
        ReachableWithout.fields(
            graph, object -> object == array, (object, offset) -> isHidden.test(start + offset));
    long[] bytes = {0};
    graph
        .objects()
        .forEach(
            (id, address, size) ->
                bytes[0] += heap.tree.isLive(id) && !reached.contains(id) ? size : 0);
    return bytes[0];
  }
}
