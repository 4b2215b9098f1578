package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.layout.RecognizedStructure;
import dev.godump.types.layout.StructureRecognizer;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Searches the dominator tree for leaks. From the top it descends while one child retains most of
 * its parent; the end of that chain is the accumulation point. It is a candidate if it holds many
 * objects, or similar ones, or is large: a struct that merely holds the dozen parts of a program is
 * not. Not thread-safe.
 */
final class LeakSearch {
  /**
   * The search descends to a child that retains at least this share of its parent. More than half,
   * so that at most one child retains it; less than all, since a leak's owner also holds other
   * objects.
   */
  private static final double DOMINANT_SHARE = 0.7;

  /** A node with this many small children is a collection even if they have different shapes. */
  private static final int MIN_COLLECTION_CHILDREN = 32;

  /**
   * Most objects on the chain from the header of a map or channel to its inner part at the end,
   * both included. The longest is that of a Swiss map: header, directory, table, groups.
   */
  private static final int MAX_STRUCTURE_DEPTH = 5;

  private static final int NO_SHAPE = -1;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final DominatorChildren children;
  private final StructureRecognizer structures;
  private final long threshold;

  /**
   * @param threshold bytes that a candidate retains at least
   */
  LeakSearch(HeapGraph graph, DominatorTree tree, DominatorChildren children, long threshold) {
    this.graph = graph;
    this.tree = tree;
    this.children = children;
    this.structures = new StructureRecognizer(graph);
    this.threshold = threshold;
  }

  /** Finds all candidates. */
  List<LeakCandidate> candidates() throws IOException {
    return inChildren(IntArrayList.of(DominatorTree.ROOT), IntSet.of(), DominatorTree.ROOT);
  }

  /** Finds the candidates at and below a node that retains enough. */
  private List<LeakCandidate> below(int top) throws IOException {
    IntArrayList chain = new IntArrayList();
    int node = top;
    while (true) {
      chain.add(node);
      Optional<LeakCandidate> owner = rootOwner(node);
      if (owner.isPresent()) {
        return List.of(owner.get());
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
    return inChildren(IntArrayList.of(node), IntSet.of(), node);
  }

  private List<LeakCandidate> inStructure(RecognizedStructure structure) throws IOException {
    IntArrayList inner = new IntArrayList();
    for (int object : structure.objects()) {
      if (tree.node(object) != DominatorTree.ROOT) {
        inner.add(tree.node(object));
      }
    }
    return inChildren(inner, structure.objects(), tree.node(structure.header()));
  }

  /** The candidate for an owner of roots of a kind that is always suspect. */
  private Optional<LeakCandidate> rootOwner(int node) {
    int owner = tree.owner(node);
    if (owner == RootOwners.NONE) {
      return Optional.empty();
    }
    return switch (tree.owners().kind(owner)) {
      case GOROUTINES ->
          Optional.of(candidate(Kind.GOROUTINES, node, Optional.empty(), Optional.empty()));
      case FINALIZER_QUEUE ->
          Optional.of(
              candidate(
                  Kind.FINALIZERS,
                  node,
                  largestGroup(IntArrayList.of(node), IntSet.of()),
                  Optional.empty()));
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
   * the first object with the most frequent shape.
   */
  private Optional<LeakCandidate> list(IntArrayList chain) {
    Int2IntOpenHashMap countByShape = new Int2IntOpenHashMap();
    int commonest = NO_SHAPE;
    for (int node : chain) {
      int object = tree.object(node);
      if (object != ObjectTable.NONE) {
        int shape = graph.shapeIndex(object);
        countByShape.addTo(shape, 1);
        commonest =
            commonest == NO_SHAPE || countByShape.get(shape) > countByShape.get(commonest)
                ? shape
                : commonest;
      }
    }
    for (int node : chain) {
      if (hasShape(node, commonest)) {
        return Optional.of(recursive(Kind.LIST, node, commonest));
      }
    }
    return Optional.empty();
  }

  /**
   * The candidate for a chain at the end of which is an object that retains most through children
   * of its own shape: a tree.
   */
  private Optional<LeakCandidate> tree(IntArrayList chain) {
    int last = chain.size() - 1;
    int end = chain.getInt(last);
    if (tree.object(end) == ObjectTable.NONE) {
      return Optional.empty();
    }
    int shape = graph.shapeIndex(tree.object(end));
    long sameShape = 0;
    for (int child = children.first(end); child != 0; child = children.next(child)) {
      sameShape += hasShape(child, shape) ? tree.retained(child) : 0;
    }
    if (sameShape < DOMINANT_SHARE * tree.retained(end)
        || graph.shapes().get(shape).pointers() == 0) {
      return Optional.empty();
    }
    int top = last;
    while (top > 0 && hasShape(chain.getInt(top - 1), shape)) {
      top--;
    }
    return Optional.of(recursive(Kind.TREE, chain.getInt(top), shape));
  }

  private boolean hasShape(int node, int shape) {
    return tree.object(node) != ObjectTable.NONE && graph.shapeIndex(tree.object(node)) == shape;
  }

  private LeakCandidate recursive(Kind kind, int node, int shape) {
    SimilarObjects nodes =
        new SimilarObjects(
            shape, countWithShape(node, shape), tree.retained(node), tree.object(node));
    return candidate(kind, node, Optional.of(nodes), Optional.empty());
  }

  /** The number of objects of a shape that a node dominates, itself included. */
  private long countWithShape(int node, int shape) {
    long count = 0;
    IntArrayList pending = IntArrayList.of(node);
    while (!pending.isEmpty()) {
      int at = pending.popInt();
      count += hasShape(at, shape) ? 1 : 0;
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
          object == ObjectTable.NONE ? Optional.empty() : structures.recognize(object);
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
   */
  private List<LeakCandidate> inChildren(IntArrayList parents, IntSet inner, int whole)
      throws IOException {
    long rest =
        tree.object(whole) == ObjectTable.NONE ? 0 : graph.objects().size(tree.object(whole));
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
        similar.isPresent() && similar.get().retained() >= threshold && similar.get().count() > 1;
    if (whole == DominatorTree.ROOT) {
      if (group) {
        found.add(candidate(Kind.GROUP, whole, similar, Optional.empty()));
      }
    } else if (group || (rest >= threshold && small >= MIN_COLLECTION_CHILDREN)) {
      Optional<RecognizedStructure> structure =
          inner.isEmpty() ? Optional.empty() : structures.recognize(tree.object(whole));
      Kind kind =
          structure
              .map(s -> s.kind() == RecognizedStructure.Kind.MAP ? Kind.MAP : Kind.CHANNEL)
              .orElse(Kind.COLLECTION);
      found.add(candidate(kind, whole, similar, structure));
    } else if (large) {
      found.add(candidate(Kind.OBJECT, whole, similar, Optional.empty()));
    }
    return found;
  }

  /** Groups the small children by shape and returns the group that retains most. */
  private Optional<SimilarObjects> largestGroup(IntArrayList parents, IntSet inner) {
    Int2ObjectOpenHashMap<SimilarObjects> groupByShape = new Int2ObjectOpenHashMap<>();
    for (int parent : parents) {
      children.forEach(
          parent,
          child -> {
            int object = tree.object(child);
            if (object != ObjectTable.NONE
                && !inner.contains(object)
                && tree.retained(child) < threshold) {
              int shape = graph.shapeIndex(object);
              groupByShape.merge(
                  shape,
                  new SimilarObjects(shape, 1, tree.retained(child), object),
                  SimilarObjects::plus);
            }
          });
    }
    return groupByShape.values().stream()
        .max(
            Comparator.comparingLong(SimilarObjects::retained)
                .thenComparingInt(group -> -group.shape()));
  }

  private LeakCandidate candidate(
      Kind kind,
      int node,
      Optional<SimilarObjects> similar,
      Optional<RecognizedStructure> structure) {
    long retained =
        node == DominatorTree.ROOT ? similar.orElseThrow().retained() : tree.retained(node);
    return new LeakCandidate(kind, node, retained, similar, structure);
  }
}
