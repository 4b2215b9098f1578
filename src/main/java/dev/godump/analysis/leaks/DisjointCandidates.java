package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.analysis.leaks.UnionRetention.Freed;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatedSet;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Separates candidates that overlap, until any two share no byte or one lies within the other. A
 * node that would be garbage without another candidate is taken from its own. When no such node is
 * left, no byte is shared: a path to a shared object would end, behind its last node of a
 * candidate, without the other candidate, and the start of the path to that node can avoid the
 * other one, too.
 */
final class DisjointCandidates {
  private final SearchedHeap heap;
  private final UnionRetention union;
  private final long threshold;
  private final List<LeakCandidate> all = new ArrayList<>();

  /**
   * @param threshold bytes that a candidate retains at least, once it has lost nodes
   */
  DisjointCandidates(SearchedHeap heap, UnionRetention union, long threshold) {
    this.heap = heap;
    this.union = union;
    this.threshold = threshold;
  }

  /** The candidates, those that retain most first. */
  List<LeakCandidate> of(List<LeakCandidate> found) {
    all.clear();
    all.addAll(found);
    do {
      all.sort(Comparator.comparingLong(LeakCandidate::retained).reversed());
    } while (separateAny());
    return List.copyOf(all);
  }

  /** The index of the smallest candidate before one that it is all within, or -1. */
  int holder(List<LeakCandidate> candidates, int index) {
    for (int i = index - 1; i >= 0; i--) {
      if (outside(candidates.get(index), candidates.get(i)).isEmpty()) {
        return i;
      }
    }
    return -1;
  }

  /** Separates two candidates that overlap; returns whether there were any. */
  private boolean separateAny() {
    for (int larger = 0; larger < all.size(); larger++) {
      for (int smaller = larger + 1; smaller < all.size(); smaller++) {
        if (separate(smaller, larger) || separate(larger, smaller)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Takes the nodes within another candidate from one, unless it is a smaller part of that. */
  private boolean separate(int index, int other) {
    LeakCandidate candidate = all.get(index);
    IntArrayList left = outside(candidate, all.get(other));
    if (left.size() == candidate.nodes().size()) {
      return false;
    }
    if (left.isEmpty()) {
      if (index > other) {
        return false;
      }
      all.remove(other); // it retains no more, so it is the same
      return true;
    }
    Freed freed = union.of(left);
    if (freed.total().bytes() < threshold) {
      all.remove(index);
    } else {
      all.set(index, reduced(candidate, left, freed));
    }
    return true;
  }

  private LeakCandidate reduced(LeakCandidate candidate, IntArrayList nodes, Freed freed) {
    boolean object = nodes.size() == 1 && isObject(nodes.getInt(0));
    return new LeakCandidate(
        object && candidate.kind() == Kind.GROUP ? Kind.OBJECT : candidate.kind(),
        nodes,
        freed.total().bytes(),
        candidate.similar().flatMap(similar -> similar(similar, nodes)),
        candidate.structure());
  }

  /** Those of some similar objects that are among nodes, or the main kind among these. */
  private Optional<SimilarObjects> similar(SimilarObjects before, IntArrayList nodes) {
    SimilarGroups groups = new SimilarGroups(heap);
    boolean objects = nodes.intStream().anyMatch(this::isObject);
    for (int node : nodes) {
      if (isObject(node)) {
        groups.add(node);
      } else if (!objects) {
        heap.children.forEach(
            node,
            child -> {
              if (isObject(child)) {
                groups.add(child);
              }
            });
      }
    }
    return groups.all().stream()
        .filter(group -> group.kind() == before.kind())
        .findFirst()
        .or(groups::largest);
  }

  private boolean isObject(int node) {
    return heap.tree.object(node) != ObjectTable.NONE;
  }

  /** The nodes of a candidate that would not be garbage without another one. */
  private IntArrayList outside(LeakCandidate candidate, LeakCandidate other) {
    DominatedSet below = new DominatedSet(heap.tree, other.nodes());
    IntArrayList outside = new IntArrayList();
    for (int node : candidate.nodes()) {
      if (!below.containsNode(node)) {
        outside.add(node);
      }
    }
    if (other.nodes().size() > 1 && outside.intStream().anyMatch(this::isObject)) {
      IdSet freed = union.of(other.nodes()).objects();
      outside.removeIf(node -> isObject(node) && freed.contains(heap.tree.object(node)));
    }
    return outside;
  }
}
