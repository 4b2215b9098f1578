package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.binary.type.GoType;
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
 * Joins similar parts that the same field of objects of one shape points at, such as the timers of
 * each processor or the map of each connection: they are parts of one whole. Parts are collections
 * without a type that hold similar objects, maps with similar entries, and objects of one size.
 */
final class PartsOfOne {
  private final SearchedHeap heap;
  private final UnionRetention union;
  private final ObjectExpressions expressions;

  PartsOfOne(SearchedHeap heap, UnionRetention union) {
    this.heap = heap;
    this.union = union;
    this.expressions = new ObjectExpressions(heap);
  }

  /**
   * What parts have in common.
   *
   * @param holderShape shape of the objects that point at them
   * @param offset of the field there
   * @param contents kind of the similar objects in a collection or map, or of the object
   * @param size of an object; 0 for collections and maps
   * @param name of the field; empty if unknown
   */
  private record Whole(
      Kind kind, int holderShape, long offset, int contents, long size, String name) {}

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
    if (candidate.nodes().size() > 1
        || object == ObjectTable.NONE
        || !isPart(candidate, object)
        || !heap.pathsTo(object).hasPath(object)) {
      return Optional.empty();
    }
    IntArrayList path = heap.pathsTo(object).pathTo(object);
    if (path.size() < 2) {
      return Optional.empty();
    }
    int holder = path.getInt(path.size() - 2);
    long offset = PointerFields.ofPair(heap.graph, holder, object).iterator().next().offset();
    boolean single = candidate.kind() == Kind.OBJECT;
    return Optional.of(
        new Whole(
            candidate.kind(),
            heap.graph.shapeIndex(holder),
            offset,
            single ? heap.kinds.of(object) : candidate.similar().orElseThrow().kind(),
            single ? heap.graph.objects().size(object) : 0,
            candidate.kind() == Kind.COLLECTION ? "" : expressions.of(object).text()));
  }

  private boolean isPart(LeakCandidate candidate, int object) {
    return switch (candidate.kind()) {
      case COLLECTION -> candidate.similar().isPresent() && !isTyped(object);
      case MAP -> candidate.similar().isPresent();
      case OBJECT -> true;
      default -> false;
    };
  }

  private boolean isTyped(int object) {
    return heap.types.typeOf(object).filter(t -> t.certainty() != Certainty.GUESS).isPresent();
  }

  private LeakCandidate joined(List<LeakCandidate> parts) {
    IntArrayList nodes = new IntArrayList();
    SimilarObjects similar = similarIn(parts.get(0));
    for (LeakCandidate part : parts) {
      similar = nodes.isEmpty() ? similar : similar.plus(similarIn(part));
      nodes.add(part.node());
    }
    return new LeakCandidate(
        Kind.GROUP, nodes, union.of(nodes).total().bytes(), Optional.of(similar), Optional.empty());
  }

  /** The similar objects in a collection; for a map or object, the part itself. */
  private SimilarObjects similarIn(LeakCandidate part) {
    if (part.kind() == Kind.COLLECTION) {
      return part.similar().orElseThrow();
    }
    int object = heap.tree.object(part.node());
    int kind = heap.kinds.of(object);
    String type =
        heap.types
            .mapOrChannelOf(object)
            .map(GoType::name)
            .orElse(heap.kinds.type(kind).orElse(""));
    return new SimilarObjects(kind, type, 1, part.retained(), object);
  }
}
