package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins collections without a type that hold similar objects and that the same field of objects of
 * one shape points at, such as the timers of each processor: they are parts of one whole.
 */
final class PartsOfOne {
  private final SearchedHeap heap;
  private final UnionRetention union;

  PartsOfOne(SearchedHeap heap, UnionRetention union) {
    this.heap = heap;
    this.union = union;
  }

  /** What parts have in common. */
  private record Whole(int holderShape, long offset, int kind) {}

  List<LeakCandidate> join(List<LeakCandidate> found) throws IOException {
    Map<Whole, List<LeakCandidate>> parts = new LinkedHashMap<>();
    List<LeakCandidate> joined = new ArrayList<>();
    for (LeakCandidate candidate : found) {
      Optional<Whole> whole = wholeOf(candidate);
      if (whole.isPresent()) {
        parts.computeIfAbsent(whole.get(), w -> new ArrayList<>()).add(candidate);
      } else {
        joined.add(candidate);
      }
    }
    parts.values().forEach(all -> joined.add(all.size() == 1 ? all.get(0) : joined(all)));
    return joined;
  }

  private Optional<Whole> wholeOf(LeakCandidate candidate) throws IOException {
    int object = heap.tree.object(candidate.node());
    if (candidate.kind() != Kind.COLLECTION
        || candidate.nodes().size() > 1
        || candidate.similar().isEmpty()
        || object == ObjectTable.NONE
        || heap.types.typeOf(object).filter(t -> t.certainty() != Certainty.GUESS).isPresent()
        || !heap.pathsTo(object).hasPath(object)) {
      return Optional.empty();
    }
    IntArrayList path = heap.pathsTo(object).pathTo(object);
    if (path.size() < 2) {
      return Optional.empty();
    }
    int holder = path.getInt(path.size() - 2);
    long offset = PointerFields.ofPair(heap.graph, holder, object).iterator().next().offset();
    int kind = candidate.similar().get().kind();
    return Optional.of(new Whole(heap.graph.shapeIndex(holder), offset, kind));
  }

  private LeakCandidate joined(List<LeakCandidate> parts) {
    IntArrayList nodes = IntArrayList.of(parts.get(0).node());
    SimilarObjects similar = parts.get(0).similar().orElseThrow();
    for (LeakCandidate part : parts.subList(1, parts.size())) {
      nodes.add(part.node());
      similar = similar.plus(part.similar().orElseThrow());
    }
    return new LeakCandidate(
        Kind.GROUP, nodes, union.of(nodes).total().bytes(), Optional.of(similar), Optional.empty());
  }
}
