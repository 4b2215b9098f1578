package dev.godump.analysis.leaks;

import dev.godump.analysis.Retainers;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorChildren;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.RootPaths;
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
import java.util.OptionalInt;

/**
 * Finds what retains more than a threshold of the live heap. From the top of the dominator tree it
 * goes down while one child holds most of its parent; where that ends is the accumulation point.
 * What is there counts as suspect if it holds many objects, or alike ones, or is large by itself: a
 * struct that merely holds the dozen parts of a program is none.
 */
public final class LeakSuspects {
  /** A child that holds this share of its parent is gone down to. */
  private static final double MOST = 0.7;

  /** Children from which on a node is a collection, however different they are. */
  private static final int MANY = 32;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final DominatorChildren children;
  private final StructureRecognizer structures;
  private final long threshold;
  private final List<LeakSuspect> found = new ArrayList<>();

  private LeakSuspects(HeapGraph graph, DominatorTree tree, long threshold) {
    this.graph = graph;
    this.tree = tree;
    this.children = new DominatorChildren(tree);
    this.structures = new StructureRecognizer(graph);
    this.threshold = Math.max(1, threshold);
  }

  /**
   * All suspects, those that retain most first.
   *
   * @param threshold bytes that a suspect retains at least
   */
  public static List<LeakSuspect> of(HeapGraph graph, DominatorTree tree, long threshold)
      throws IOException {
    LeakSuspects suspects = new LeakSuspects(graph, tree, threshold);
    suspects.inspectChildren(IntArrayList.of(DominatorTree.ROOT), IntSet.of(), DominatorTree.ROOT);
    suspects.found.sort(Comparator.comparingLong(LeakSuspect::retained).reversed());
    List<LeakSuspect> withPaths = new ArrayList<>();
    LeakCauses causes = new LeakCauses(graph, tree);
    for (LeakSuspect suspect : suspects.found) {
      withPaths.add(suspects.explained(suspect, causes));
    }
    return List.copyOf(withPaths);
  }

  /** The same with the path to it and its usual cause. */
  private LeakSuspect explained(LeakSuspect suspect, LeakCauses causes) throws IOException {
    int end =
        suspect
            .accumulationPoint()
            .orElseGet(() -> suspect.similar().map(SimilarObjects::example).orElse(-1));
    Optional<Retainers.Path> path =
        end < 0
            ? Optional.empty()
            : Optional.of(Retainers.shortestPath(graph, RootPaths.to(graph, end), end));
    return new LeakSuspect(
        suspect.kind(),
        suspect.retained(),
        suspect.objects(),
        suspect.accumulationPoint(),
        suspect.owner(),
        suspect.similar(),
        suspect.structure(),
        path,
        causes.causeOf(suspect));
  }

  /** Goes down from a node that retains enough. */
  private void inspect(int top) throws IOException {
    IntArrayList chain = new IntArrayList();
    int node = top;
    while (true) {
      chain.add(node);
      if (found(node)) {
        return;
      }
      int largest = largestChild(node);
      if (largest == 0 || tree.retained(largest) < MOST * tree.retained(node)) {
        break;
      }
      node = largest;
    }
    if (tree.retained(node) < threshold) {
      list(chain);
      return;
    }
    if (tree(chain)) {
      return;
    }
    Optional<RecognizedStructure> structure = structureAround(chain);
    if (structure.isPresent()) {
      int header = tree.node(structure.get().header());
      IntArrayList inner = new IntArrayList();
      structure.get().objects().forEach(object -> addNode(inner, object));
      if (!inspectChildren(inner, structure.get().objects(), header)) {
        return;
      }
    }
    inspectChildren(IntArrayList.of(node), IntSet.of(), node);
  }

  private void addNode(IntArrayList nodes, int object) {
    if (tree.node(object) != 0) {
      nodes.add(tree.node(object));
    }
  }

  /** Reports holders that are suspects whatever hangs on them. */
  private boolean found(int node) {
    int holder = tree.owner(node);
    if (holder < 0) {
      return false;
    }
    switch (tree.owners().kind(holder)) {
      case GOROUTINES -> report(Kind.GOROUTINES, node, Optional.empty(), Optional.empty());
      case FINALIZER_QUEUE ->
          report(
              Kind.FINALIZERS, node, alike(IntArrayList.of(node), IntSet.of()), Optional.empty());
      default -> {
        return false;
      }
    }
    return true;
  }

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
   * The bytes dwindled along a chain: it is a list, whose head is where its commonest shape begins.
   */
  private void list(IntArrayList chain) {
    Int2IntOpenHashMap counts = new Int2IntOpenHashMap();
    int commonest = -1;
    for (int node : chain) {
      int object = tree.object(node);
      if (object >= 0) {
        int shape = graph.shapeIndex(object);
        counts.addTo(shape, 1);
        commonest = commonest < 0 || counts.get(shape) > counts.get(commonest) ? shape : commonest;
      }
    }
    for (int node : chain) {
      int object = tree.object(node);
      if (object >= 0 && graph.shapeIndex(object) == commonest) {
        SimilarObjects nodes =
            new SimilarObjects(commonest, countBelow(node, commonest), tree.retained(node), object);
        report(Kind.LIST, node, Optional.of(nodes), Optional.empty());
        return;
      }
    }
  }

  /** Whether the end of a chain holds its bytes in children of its own shape: then it is a tree. */
  private boolean tree(IntArrayList chain) {
    int end = tree.object(chain.getInt(chain.size() - 1));
    if (end < 0) {
      return false;
    }
    int shape = graph.shapeIndex(end);
    long[] alike = {0};
    children.forEach(
        tree.node(end),
        child ->
            alike[0] +=
                tree.object(child) >= 0 && graph.shapeIndex(tree.object(child)) == shape
                    ? tree.retained(child)
                    : 0);
    if (alike[0] < MOST * tree.retained(tree.node(end))
        || graph.shapes().get(shape).pointers() == 0) {
      return false;
    }
    int top = chain.size() - 1;
    while (top > 0
        && tree.object(chain.getInt(top - 1)) >= 0
        && graph.shapeIndex(tree.object(chain.getInt(top - 1))) == shape) {
      top--;
    }
    int node = chain.getInt(top);
    long count = countBelow(node, shape);
    report(
        Kind.TREE,
        node,
        Optional.of(new SimilarObjects(shape, count, tree.retained(node), tree.object(node))),
        Optional.empty());
    return true;
  }

  /** The map or channel of which the end of a chain is an inner part. */
  private Optional<RecognizedStructure> structureAround(IntArrayList chain) throws IOException {
    int end = tree.object(chain.getInt(chain.size() - 1));
    for (int i = chain.size() - 1; i >= 0 && i >= chain.size() - 5 && end >= 0; i--) {
      int object = tree.object(chain.getInt(i));
      Optional<RecognizedStructure> structure =
          object < 0 ? Optional.empty() : structures.recognize(object);
      if (structure.isPresent() && structure.get().objects().contains(end)) {
        return structure;
      }
    }
    return Optional.empty();
  }

  /**
   * Looks at what some nodes hold: large children are inspected by themselves, the others may make
   * the whole a suspect.
   *
   * @param parents the nodes
   * @param inner objects that belong to the whole and are not looked at
   * @param whole the node that stands for all of them
   * @return whether nothing was reported
   */
  private boolean inspectChildren(IntArrayList parents, IntSet inner, int whole)
      throws IOException {
    int before = found.size();
    long rest = tree.object(whole) < 0 ? 0 : graph.objects().size(tree.object(whole));
    boolean large = rest >= threshold;
    int small = 0;
    IntArrayList big = new IntArrayList();
    for (int parent : parents) {
      for (int child = children.first(parent); child != 0; child = children.next(child)) {
        if (tree.object(child) >= 0 && inner.contains(tree.object(child))) {
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
    for (int child : big) {
      inspect(child);
    }
    Optional<SimilarObjects> alike = alike(parents, inner);
    boolean group =
        alike.isPresent() && alike.get().retained() >= threshold && alike.get().count() > 1;
    if (whole == DominatorTree.ROOT) {
      if (group) {
        report(Kind.GROUP, whole, alike, Optional.empty());
      }
    } else if (group || rest >= threshold && small >= MANY) {
      Optional<RecognizedStructure> structure =
          inner.isEmpty() ? Optional.empty() : structures.recognize(tree.object(whole));
      Kind kind =
          structure
              .map(s -> s.kind() == RecognizedStructure.Kind.MAP ? Kind.MAP : Kind.CHANNEL)
              .orElse(Kind.COLLECTION);
      report(kind, whole, alike, structure);
    } else if (large) {
      report(Kind.OBJECT, whole, alike, Optional.empty());
    }
    return found.size() == before;
  }

  /** Of all small children the shape whose objects retain most together. */
  private Optional<SimilarObjects> alike(IntArrayList parents, IntSet inner) {
    Int2ObjectOpenHashMap<SimilarObjects> groups = new Int2ObjectOpenHashMap<>();
    for (int parent : parents) {
      children.forEach(
          parent,
          child -> {
            int object = tree.object(child);
            if (object >= 0 && !inner.contains(object) && tree.retained(child) < threshold) {
              int shape = graph.shapeIndex(object);
              groups.merge(
                  shape,
                  new SimilarObjects(shape, 1, tree.retained(child), object),
                  LeakSuspects::sum);
            }
          });
    }
    return groups.values().stream()
        .max(
            Comparator.comparingLong(SimilarObjects::retained)
                .thenComparingInt(alike -> -alike.shape()));
  }

  private static SimilarObjects sum(SimilarObjects a, SimilarObjects b) {
    return new SimilarObjects(
        a.shape(),
        a.count() + b.count(),
        a.retained() + b.retained(),
        Math.min(a.example(), b.example()));
  }

  private void report(
      Kind kind,
      int node,
      Optional<SimilarObjects> alike,
      Optional<RecognizedStructure> structure) {
    int object = tree.object(node);
    long retained =
        node == DominatorTree.ROOT ? alike.orElseThrow().retained() : tree.retained(node);
    found.add(
        new LeakSuspect(
            kind,
            retained,
            node == DominatorTree.ROOT ? objectsBelowRoot(alike.orElseThrow()) : objectsBelow(node),
            object < 0 ? OptionalInt.empty() : OptionalInt.of(object),
            holderAbove(node),
            alike,
            structure,
            Optional.empty(),
            Optional.empty()));
  }

  private int holderAbove(int node) {
    int holder = -1;
    for (int at = node; at != DominatorTree.ROOT; at = tree.dominator(at)) {
      if (tree.owner(at) >= 0) {
        holder = tree.owner(at);
        if (tree.owners().kind(holder) != RootOwners.Kind.FRAME) {
          return holder;
        }
      }
    }
    return holder;
  }

  /** How many objects a node dominates, itself included. */
  private long objectsBelow(int node) {
    return countBelow(node, -1);
  }

  /** How many objects the alike ones right below the root dominate, themselves included. */
  private long objectsBelowRoot(SimilarObjects alike) {
    long[] count = {0};
    children.forEach(
        DominatorTree.ROOT,
        child -> {
          int object = tree.object(child);
          if (object >= 0
              && graph.shapeIndex(object) == alike.shape()
              && tree.retained(child) < threshold) {
            count[0] += objectsBelow(child);
          }
        });
    return count[0];
  }

  /** How many objects of a shape, or of any if it is -1, a node dominates, itself included. */
  private long countBelow(int node, int shape) {
    long count = 0;
    IntArrayList todo = IntArrayList.of(node);
    while (!todo.isEmpty()) {
      int at = todo.popInt();
      int object = tree.object(at);
      count += object >= 0 && (shape < 0 || graph.shapeIndex(object) == shape) ? 1 : 0;
      children.forEach(at, todo::add);
    }
    return count;
  }
}
