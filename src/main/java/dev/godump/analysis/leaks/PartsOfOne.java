package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.ObjectTable;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Joins collections without a type that hold similar objects and hang on one root, such as the
 * timers of each processor: they are parts of one whole.
 */
final class PartsOfOne {
  private final SearchedHeap heap;
  private final UnionRetention union;

  PartsOfOne(SearchedHeap heap, UnionRetention union) {
    this.heap = heap;
    this.union = union;
  }

  /** What parts have in common. */
  private record Whole(int root, int steps, int kind) {}

  List<LeakCandidate> join(List<LeakCandidate> found) {
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

  private Optional<Whole> wholeOf(LeakCandidate candidate) {
    int object = heap.tree.object(candidate.node());
    if (candidate.kind() != Kind.COLLECTION
        || candidate.nodes().size() > 1
        || candidate.similar().isEmpty()
        || object == ObjectTable.NONE
        || heap.types.typeOf(object).isPresent()
        || !heap.pathsTo(object).hasPath(object)) {
      return Optional.empty();
    }
    IntArrayList path = heap.pathsTo(object).pathTo(object);
    int root = heap.pathsTo(object).rootOf(path.getInt(0));
    return Optional.of(new Whole(root, path.size(), candidate.similar().get().kind()));
  }

  private LeakCandidate joined(List<LeakCandidate> parts) {
    IntArrayList nodes = new IntArrayList();
    SimilarObjects similar = parts.get(0).similar().orElseThrow();
    for (LeakCandidate part : parts) {
      nodes.add(part.node());
      similar = part == parts.get(0) ? similar : similar.plus(part.similar().orElseThrow());
    }
    return new LeakCandidate(
        Kind.GROUP, nodes, union.of(nodes).total().bytes(), Optional.of(similar), Optional.empty());
  }
}
