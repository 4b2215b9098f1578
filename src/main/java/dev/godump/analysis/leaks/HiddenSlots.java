package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.binary.type.GoType;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Roots;
import dev.godump.types.ObjectType;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Elements of an array behind the length of all slices of it: the program can't use them any more
 * without growing a slice again, but they keep objects alive. Marks the heap again without them.
 */
final class HiddenSlots implements CauseDetector {
  private final SearchedHeap heap;
  private final HeapGraph graph;
  private final int word;

  HiddenSlots(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
    this.word = graph.process().params().pointerSize();
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    int array = heap.tree.object(candidate.node());
    if (candidate.kind() != Kind.COLLECTION || array == ObjectTable.NONE || heap.isPart(array)) {
      return Optional.empty();
    }
    GoType element = heap.types.typeOf(array).map(ObjectType::element).orElse(null);
    if (element == null || element.size() == 0) {
      return Optional.empty();
    }
    long start = graph.objects().address(array) + heap.types.headerSize(array);
    OptionalLong end = endOfSlices(array, start, element.size());
    if (end.isEmpty()) {
      return Optional.empty();
    }
    IntArrayList visible = new IntArrayList();
    long hidden = 0;
    for (PointerFields.Pointer pointer : PointerFields.of(graph, array)) {
      boolean isHidden = graph.objects().address(array) + pointer.offset() >= end.getAsLong();
      if (!isHidden && pointer.target() != ObjectTable.NONE) {
        visible.add(pointer.target());
      }
      hidden += isHidden && pointer.target() != ObjectTable.NONE ? 1 : 0;
    }
    if (hidden == 0) {
      return Optional.empty();
    }
    long bytes = unreachable(array, visible);
    long length = (end.getAsLong() - start) / element.size();
    long capacity = (graph.objects().size(array) - heap.types.headerSize(array)) / element.size();
    return bytes > candidate.retained() / 10
        ? Optional.of(new LeakCause.HiddenSlots(length, capacity, hidden, bytes))
        : Optional.empty();
  }

  /**
   * The end of the elements that any slice of an array has, as an address; empty if a pointer to
   * the array may be something else than a slice's.
   */
  private OptionalLong endOfSlices(int array, long start, long elementSize) throws IOException {
    long end = start;
    if (!graph.roots().rootsOf(array).isEmpty()) {
      return OptionalLong.empty();
    }
    for (int referrer : graph.distinctReferrers(array)) {
      if (!heap.tree.isLive(referrer)) {
        continue;
      }
      for (PointerFields.Pointer pointer : PointerFields.ofPair(graph, referrer, array)) {
        boolean slice =
            heap.types
                .fieldType(referrer, pointer.offset())
                .filter(type -> type.kind() == GoType.Kind.SLICE)
                .isPresent();
        if (!slice || !graph.record(referrer).hasWord(pointer.offset() + word)) {
          return OptionalLong.empty();
        }
        long length = graph.record(referrer).word(pointer.offset() + word);
        end = Math.max(end, pointer.address() + length * elementSize);
      }
    }
    return OptionalLong.of(end);
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
