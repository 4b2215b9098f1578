package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.layout.RecognizedStructure;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Searches the dominator tree for leaks below one node. From there it descends while one child
 * retains most of its parent, and searches other large children on the way; the end of that chain
 * is the accumulation point. It is a candidate if it holds many objects, or similar ones, or is
 * large: a struct that merely holds the dozen parts of a program is not. Not thread-safe.
 */
final class LeakSearch {
  /**
   * The search descends to a child that retains at least this share of its parent. More than half,
   * so that at most one child retains it; less than all, since a leak's owner also holds other
   * objects.
   */
  static final double DOMINANT_SHARE = 0.7;

  /** A node with this many small children is a collection even if they are of different kinds. */
  private static final int MIN_COLLECTION_CHILDREN = 32;

  /**
   * Most objects on the chain from the header of a map or channel to its inner part at the end,
   * both included. The longest is that of a Swiss map: header, directory, table, groups.
   */
  private static final int MAX_STRUCTURE_DEPTH = 5;

  /** Fewer objects of unknown type and without pointers are not taken for similar ones. */
  private static final int MIN_MIXED = 8;

  private final SearchedHeap heap;
  private final DominatorTree tree;
  private final DominatorChildren children;
  private final RuntimeOwners runtime;
  private final RecursiveStructures recursive;
  private final long threshold;

  /**
   * @param threshold bytes that a candidate retains at least
   */
  LeakSearch(SearchedHeap heap, RuntimeOwners runtime, long threshold) {
    this.heap = heap;
    this.tree = heap.tree;
    this.children = heap.children;
    this.runtime = runtime;
    this.recursive = new RecursiveStructures(heap);
    this.threshold = threshold;
  }

  /** Finds the candidates at and below a node that retains enough. */
  List<LeakCandidate> below(int top) throws IOException {
    IntArrayList chain = new IntArrayList();
    IntArrayList aside = new IntArrayList();
    int node = top;
    while (true) {
      if (runtime.isListOfGoroutines(node)) {
        return List.of();
      }
      chain.add(node);
      Optional<LeakCandidate> known = knownWhole(node);
      if (known.isPresent()) {
        return List.of(known.get());
      }
      int largest = largestChild(node);
      if (largest == DominatorTree.ROOT
          || tree.retained(largest) < DOMINANT_SHARE * tree.retained(node)) {
        break;
      }
      addLargeChildren(node, largest, aside);
      node = largest;
    }
    if (tree.retained(node) < threshold) {
      return recursive.list(chain).map(List::of).orElse(List.of());
    }
    Optional<LeakCandidate> candidate = recursive.tree(chain);
    if (candidate.isPresent()) {
      return List.of(candidate.get());
    }
    Optional<RecognizedStructure> structure = structureAround(chain);
    List<LeakCandidate> found = new ArrayList<>();
    if (structure.isPresent()) {
      found.addAll(inStructure(structure.get()));
    }
    if (found.isEmpty()) {
      found.addAll(inChildren(IntArrayList.of(node), IntSet.of(), node, Optional.empty()));
    }
    for (int child : aside) {
      int object = tree.object(child);
      if (structure.filter(s -> s.objects().contains(object)).isEmpty()) {
        found.addAll(below(child));
      }
    }
    return found;
  }

  /** Adds the children of a node that retain enough, except for one. */
  private void addLargeChildren(int node, int except, IntArrayList into) {
    for (int child = children.first(node); child != 0; child = children.next(child)) {
      if (child != except && tree.retained(child) >= threshold) {
        into.add(child);
      }
    }
  }

  private List<LeakCandidate> inStructure(RecognizedStructure structure) throws IOException {
    IntArrayList inner = new IntArrayList();
    for (int object : structure.objects()) {
      if (tree.node(object) != DominatorTree.ROOT) {
        inner.add(tree.node(object));
      }
    }
    return inChildren(
        inner, structure.objects(), tree.node(structure.header()), Optional.of(structure));
  }

  /** The candidate for a node that is one whole, whatever is below it. */
  private Optional<LeakCandidate> knownWhole(int node) {
    int owner = tree.owner(node);
    if (owner == RootOwners.NONE) {
      return runtime.isPool(tree.object(node))
          ? Optional.of(candidate(Kind.POOL, node, Optional.empty()))
          : Optional.empty();
    }
    return switch (tree.owners().kind(owner)) {
      case GOROUTINES -> Optional.of(candidate(Kind.GOROUTINES, node, Optional.empty()));
      case FINALIZER_QUEUE ->
          Optional.of(
              candidate(
                  Kind.FINALIZERS,
                  node,
                  largestGroup(IntArrayList.of(node), IntSet.of(), IntSet.of())));
      case GLOBAL ->
          runtime.isHandleTable(owner)
              ? Optional.of(candidate(Kind.VARIABLE, node, Optional.empty()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The child that retains most, or ROOT if there is none. */
  private int largestChild(int node) {
    int largest = 0;
    for (int child = children.first(node); child != 0; child = children.next(child)) {
      if (largest == 0 || tree.retained(child) > tree.retained(largest)) {
        largest = child;
      }
    }
    return largest;
  }

  /** The map or channel that has the end of a chain as an inner part. */
  private Optional<RecognizedStructure> structureAround(IntArrayList chain) throws IOException {
    int last = chain.size() - 1;
    int end = tree.object(chain.getInt(last));
    if (end == ObjectTable.NONE) {
      return Optional.empty();
    }
    for (int i = last; i >= 0 && i > last - MAX_STRUCTURE_DEPTH; i--) {
      int object = tree.object(chain.getInt(i));
      Optional<RecognizedStructure> structure =
          object == ObjectTable.NONE ? Optional.empty() : heap.structureOf(object);
      if (structure.isPresent() && structure.get().objects().contains(end)) {
        return structure;
      }
    }
    return Optional.empty();
  }

  /**
   * Finds candidates among the children of some nodes: each large child is searched, and the small
   * ones together may make the whole a candidate.
   *
   * @param inner objects that belong to the whole and are skipped
   * @param whole the node that stands for all parents
   * @param structure the map or channel that the whole is
   */
  private List<LeakCandidate> inChildren(
      IntArrayList parents, IntSet inner, int whole, Optional<RecognizedStructure> structure)
      throws IOException {
    long rest = 0;
    for (int parent : parents) {
      int object = tree.object(parent);
      rest += object == ObjectTable.NONE ? 0 : heap.graph.objects().size(object);
    }
    boolean large = rest >= threshold;
    int small = 0;
    IntArrayList big = new IntArrayList();
    for (int parent : parents) {
      for (int child = children.first(parent); child != 0; child = children.next(child)) {
        if (tree.object(child) != ObjectTable.NONE && inner.contains(tree.object(child))) {
          continue;
        }
        if (tree.retained(child) >= threshold) {
          big.add(child);
        } else {
          rest += tree.retained(child);
          small++;
        }
      }
    }
    boolean channel =
        structure.filter(s -> s.kind() == RecognizedStructure.Kind.CHANNEL).isPresent();
    List<LeakCandidate> found = new ArrayList<>();
    IntSet searched = new IntOpenHashSet();
    for (int child : big) {
      List<LeakCandidate> below = below(child);
      if (channel && below.stream().allMatch(c -> c.kind() == Kind.OBJECT)) {
        rest += tree.retained(child); // no more than a large element
      } else {
        found.addAll(below);
        searched.add(child);
      }
    }
    Optional<SimilarObjects> similar = largestGroup(parents, inner, searched);
    boolean group =
        similar.isPresent()
            && similar.get().retained() >= threshold
            && similar.get().count() >= (heap.kinds.isMixed(similar.get().kind()) ? MIN_MIXED : 2);
    if (group
        || (rest >= threshold && (small >= MIN_COLLECTION_CHILDREN || structure.isPresent()))) {
      Kind kind =
          structure
              .map(s -> s.kind() == RecognizedStructure.Kind.MAP ? Kind.MAP : Kind.CHANNEL)
              .orElse(Kind.COLLECTION);
      found.add(
          new LeakCandidate(
              kind, IntArrayList.of(whole), tree.retained(whole), similar, structure));
    } else if (large) {
      found.add(candidate(Kind.OBJECT, whole, similar));
    }
    return found;
  }

  /**
   * Groups children by kind and returns the group that retains most.
   *
   * @param inner objects that are left out
   * @param searched nodes that are left out
   */
  private Optional<SimilarObjects> largestGroup(
      IntArrayList parents, IntSet inner, IntSet searched) {
    SimilarGroups groups = new SimilarGroups(heap);
    for (int parent : parents) {
      children.forEach(
          parent,
          child -> {
            int object = tree.object(child);
            if (object != ObjectTable.NONE
                && !inner.contains(object)
                && !searched.contains(child)) {
              groups.add(child);
            }
          });
    }
    return groups.largest();
  }

  private LeakCandidate candidate(Kind kind, int node, Optional<SimilarObjects> similar) {
    return new LeakCandidate(
        kind, IntArrayList.of(node), tree.retained(node), similar, Optional.empty());
  }
}
