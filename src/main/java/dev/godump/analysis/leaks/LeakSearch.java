package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.layout.RecognizedStructure;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Searches the dominator tree for leaks below one node. From there it descends while one child
 * retains most of its parent; the end of that chain is the accumulation point. It is a candidate if
 * it holds many objects, or similar ones, or is large: a struct that merely holds the dozen parts
 * of a program is not. Not thread-safe.
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

  private static final int NO_KIND = -1;

  private final SearchedHeap heap;
  private final DominatorTree tree;
  private final DominatorChildren children;
  private final RuntimeOwners runtime;
  private final long threshold;

  /**
   * @param threshold bytes that a candidate retains at least
   */
  LeakSearch(SearchedHeap heap, RuntimeOwners runtime, long threshold) {
    this.heap = heap;
    this.tree = heap.tree;
    this.children = heap.children;
    this.runtime = runtime;
    this.threshold = threshold;
  }

  /** Finds the candidates at and below a node that retains enough. */
  List<LeakCandidate> below(int top) throws IOException {
    IntArrayList chain = new IntArrayList();
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
      node = largest;
    }
    if (tree.retained(node) < threshold) {
      return list(chain).map(List::of).orElse(List.of());
    }
    Optional<LeakCandidate> candidate = tree(chain);
    if (candidate.isPresent()) {
      return List.of(candidate.get());
    }
    Optional<RecognizedStructure> structure = structureAround(chain);
    if (structure.isPresent()) {
      List<LeakCandidate> found = inStructure(structure.get());
      if (!found.isEmpty()) {
        return found;
      }
    }
    return inChildren(IntArrayList.of(node), IntSet.of(), node, Optional.empty());
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
              candidate(Kind.FINALIZERS, node, largestGroup(IntArrayList.of(node), IntSet.of())));
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

  /**
   * The candidate for a chain along which the retained bytes decrease steadily: a list. Its head is
   * the first object of the most frequent kind.
   */
  private Optional<LeakCandidate> list(IntArrayList chain) {
    Int2IntOpenHashMap countByKind = new Int2IntOpenHashMap();
    int commonest = NO_KIND;
    for (int node : chain) {
      int kind = heap.kindOf(node);
      if (kind != NO_KIND) {
        countByKind.addTo(kind, 1);
        commonest =
            commonest == NO_KIND || countByKind.get(kind) > countByKind.get(commonest)
                ? kind
                : commonest;
      }
    }
    for (int node : chain) {
      if (heap.kindOf(node) == commonest && commonest != NO_KIND) {
        return Optional.of(recursive(Kind.LIST, node, commonest));
      }
    }
    return Optional.empty();
  }

  /**
   * The candidate for a chain that ends in the top of a tree: an object that retains most of its
   * bytes through children of its own kind.
   */
  private Optional<LeakCandidate> tree(IntArrayList chain) {
    int last = chain.size() - 1;
    int end = chain.getInt(last);
    int kind = heap.kindOf(end);
    if (kind == NO_KIND || heap.graph.edges().first(tree.object(end)) < 0) {
      return Optional.empty();
    }
    long sameKind = 0;
    for (int child = children.first(end); child != 0; child = children.next(child)) {
      sameKind += heap.kindOf(child) == kind ? tree.retained(child) : 0;
    }
    if (sameKind < DOMINANT_SHARE * tree.retained(end)) {
      return Optional.empty();
    }
    int top = last;
    while (top > 0 && heap.kindOf(chain.getInt(top - 1)) == kind) {
      top--;
    }
    return Optional.of(recursive(Kind.TREE, chain.getInt(top), kind));
  }

  private LeakCandidate recursive(Kind form, int node, int kind) {
    SimilarObjects nodes =
        new SimilarObjects(
            kind,
            heap.kinds.type(kind).orElse(""),
            countOfKind(node, kind),
            tree.retained(node),
            tree.object(node));
    return candidate(form, node, Optional.of(nodes));
  }

  /** The number of objects of a kind that a node dominates, itself included. */
  private long countOfKind(int node, int kind) {
    long count = 0;
    IntArrayList pending = IntArrayList.of(node);
    while (!pending.isEmpty()) {
      int at = pending.popInt();
      count += heap.kindOf(at) == kind ? 1 : 0;
      children.forEach(at, pending::add);
    }
    return count;
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
    List<LeakCandidate> found = new ArrayList<>();
    for (int child : big) {
      found.addAll(below(child));
    }
    Optional<SimilarObjects> similar = largestGroup(parents, inner);
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

  /** Groups the small children by kind and returns the group that retains most. */
  private Optional<SimilarObjects> largestGroup(IntArrayList parents, IntSet inner) {
    SimilarGroups groups = new SimilarGroups(heap);
    for (int parent : parents) {
      children.forEach(
          parent,
          child -> {
            int object = tree.object(child);
            if (object != ObjectTable.NONE
                && !inner.contains(object)
                && tree.retained(child) < threshold) {
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
