package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.histogram.TypeOrShapeIndex;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.RootGroups;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What keeps a class of objects alive: the shortest path from a root to each object, merged into a
 * tree. The first level has the owners of roots, the others the objects on the paths by type or
 * shape.
 *
 * @param live objects of the class that are live
 * @param garbage objects of the class that nothing is known to keep alive
 * @param unreachable live objects of the class to which the exclusions leave no path
 * @param tree the first level; its amounts and those of {@code hidden} add up to {@code live} minus
 *     {@code unreachable}
 * @param hidden nodes of the first level that are too small to show
 * @param heapBytes bytes of all live objects in the heap
 * @param unrecorded the same of objects of the class that only roots keep alive that the dump has
 *     no record of, by part of the heap; each part's live objects are those that it keeps alive
 */
public record MergedPaths(
    ObjectTotal live,
    ObjectTotal garbage,
    ObjectTotal unreachable,
    List<Node> tree,
    HiddenNodes hidden,
    long heapBytes,
    Map<HeapPart, MergedPaths> unrecorded) {

  /** Nodes that are not shown, and the objects of the class at or below them. */
  public record HiddenNodes(long nodes, long count, long bytes) {
    static final HiddenNodes NONE = new HiddenNodes(0, 0, 0);

    HiddenNodes plus(long moreCount, long moreBytes) {
      return new HiddenNodes(nodes + 1, count + moreCount, bytes + moreBytes);
    }
  }

  /**
   * The owners of roots or the objects that a node stands for.
   *
   * @param name of the owners; else the type or, if it is unknown, the shape in words
   * @param certainty of the type
   * @param field of the previous objects that points at these, such as {@code .buf}; for a run, at
   *     its first object. Empty if there are several, or the type is unknown
   * @param isOwner whether it stands for owners of roots; else it stands for objects
   * @param onlyObject id of the only object it stands for, or {@link ObjectTable#NONE}
   * @param members number of objects, goroutines, … it stands for
   * @param longestRun most members that follow each other on one path
   */
  public record Step(
      String name,
      Certainty certainty,
      String field,
      boolean isOwner,
      int onlyObject,
      long members,
      long longestRun) {}

  /**
   * A node of the tree of merged paths.
   *
   * @param count number of objects of the class at or below it
   * @param bytes of those objects
   * @param children that are large enough to show, most bytes first
   * @param hidden children that are too small
   * @param deeper nodes and objects below the deepest level, where a node is an object on a path
   */
  public record Node(
      Step step,
      long count,
      long bytes,
      List<Node> children,
      HiddenNodes hidden,
      HiddenNodes deeper) {}

  /**
   * Finds the paths and merges them. Takes 20 bytes per object of the heap in addition to the
   * result.
   *
   * @param depth levels of the tree, at least 1
   * @param raw whether objects inside maps are steps of their own, not a part of the map's, and
   *     paths through a g begin at the root that leads to the g, not at the goroutine
   * @param minShare smallest share of the class's live bytes at or below a node that is shown, 0 to
   *     1
   */
  public static MergedPaths of(
      Heap heap,
      ObjectClass objectClass,
      Exclusions exclusions,
      int depth,
      double minShare,
      boolean raw)
      throws IOException {
    if (!heap.reachability().isKnown()) {
      throw new IOException(
          "what keeps objects alive is unknown: the dump was truncated before its roots");
    }
    HeapParts parts = heap.unrecorded().parts();
    Map<HeapPart, Tally> tallies = new EnumMap<>(HeapPart.class);
    IntPredicate ofClass = objectClass.filter(heap.graph(), heap.types());
    heap.graph()
        .objects()
        .forEach(
            (id, address, size) -> {
              if (ofClass.test(id)) {
                tallies.computeIfAbsent(parts.of(id), part -> new Tally()).add(size);
              }
            });
    Search search = new Search(ofClass, exclusions, depth, minShare, raw);
    Map<HeapPart, MergedPaths> unrecorded = new EnumMap<>(HeapPart.class);
    for (Heap part : heap.unrecorded().heaps()) {
      if (part != heap && tallies.containsKey(part.part())) {
        unrecorded.put(part.part(), search.in(part, ObjectTotal.NONE, Map.of()));
      }
    }
    ObjectTotal garbage = ObjectTotal.NONE;
    for (HeapPart part : List.of(HeapPart.GARBAGE, HeapPart.MAYBE_STACK_VARIABLES)) {
      garbage = garbage.plus(tallies.getOrDefault(part, new Tally()).total());
    }
    return search.in(heap, garbage, unrecorded);
  }

  /** What to search for in a part of a heap. */
  private record Search(
      IntPredicate ofClass, Exclusions exclusions, int depth, double minShare, boolean raw) {

    MergedPaths in(Heap heap, ObjectTotal garbage, Map<HeapPart, MergedPaths> unrecorded)
        throws IOException {
      HeapGraph graph = heap.graph();
      HeapTypes types = heap.types();
      Reachability reachability = heap.reachability();
      RootPaths paths = RootPaths.toAll(graph, exclusions);
      TypeOrShapeIndex typesOrShapes = TypeOrShapeIndex.byType(graph, types);
      RootGroups groups = new RootGroups(graph, types);
      StepFields fields = StepFields.of(graph, types, paths::predecessor);
      PathTrie trie = new PathTrie(graph, paths, typesOrShapes, groups, fields, depth, raw);
      Tally live = new Tally();
      Tally unreachable = new Tally();
      graph
          .objects()
          .forEach(
              (id, address, size) -> {
                if (!ofClass.test(id) || !reachability.isLive(id)) {
                  return;
                }
                live.add(size);
                if (paths.hasPath(id)) {
                  trie.add(id, size);
                } else {
                  unreachable.add(size);
                }
              });
      trie.sum();
      Outline outline =
          new Outline(trie, typesOrShapes, groups, (long) Math.ceil(live.bytes() * minShare));
      return new MergedPaths(
          live.total(),
          garbage,
          unreachable.total(),
          outline.children(PathTrie.NONE),
          outline.hidden(PathTrie.NONE),
          reachability.liveBytes(),
          unrecorded);
    }
  }

  /** The part of the trie that is large enough to show. */
  private static final class Outline {
    private final PathTrie trie;
    private final TypeOrShapeIndex typesOrShapes;
    private final RootGroups groups;
    private final Map<Integer, List<Integer>> childrenByNode = new HashMap<>();
    private final Map<Integer, HiddenNodes> hiddenByNode = new HashMap<>();
    private final Map<Integer, HiddenNodes> deeperByNode = new HashMap<>();

    Outline(PathTrie trie, TypeOrShapeIndex typesOrShapes, RootGroups groups, long smallest) {
      this.trie = trie;
      this.typesOrShapes = typesOrShapes;
      this.groups = groups;
      for (int node = 0; node < trie.count(); node++) {
        int parent = trie.parent(node);
        if (parent != PathTrie.NONE && trie.bytes(parent) < smallest) {
          continue;
        }
        if (parent != PathTrie.NONE && trie.step(node) == PathTrie.DEEPER) {
          deeperByNode.put(
              parent, new HiddenNodes(trie.members(node), trie.count(node), trie.bytes(node)));
        } else if (trie.bytes(node) < smallest) {
          hiddenByNode.merge(
              parent,
              HiddenNodes.NONE.plus(trie.count(node), trie.bytes(node)),
              (a, b) -> a.plus(b.count(), b.bytes()));
        } else {
          childrenByNode.computeIfAbsent(parent, n -> new ArrayList<>()).add(node);
        }
      }
    }

    List<Node> children(int parent) {
      return childrenByNode.getOrDefault(parent, List.of()).stream()
          .map(this::node)
          .sorted(LARGEST_FIRST)
          .toList();
    }

    HiddenNodes hidden(int parent) {
      return hiddenByNode.getOrDefault(parent, HiddenNodes.NONE);
    }

    private Node node(int node) {
      return new Node(
          trie.parent(node) == PathTrie.NONE ? owners(node) : objects(node),
          trie.count(node),
          trie.bytes(node),
          children(node),
          hidden(node),
          deeperByNode.getOrDefault(node, HiddenNodes.NONE));
    }

    private Step owners(int node) {
      int group = trie.step(node);
      String name = groups.text(group);
      return new Step(
          name, Certainty.UNKNOWN, "", true, ObjectTable.NONE, groups.ownerCount(group), 1);
    }

    private Step objects(int node) {
      ObjectType type = typesOrShapes.type(trie.step(node));
      return new Step(
          type.name(),
          type.certainty(),
          trie.field(node),
          false,
          trie.onlyObject(node),
          trie.members(node),
          trie.longestRun(node));
    }
  }

  private static final Comparator<Node> LARGEST_FIRST =
      Comparator.comparingLong((Node n) -> -n.bytes())
          .thenComparingLong(n -> -n.count())
          .thenComparing(n -> n.step().name())
          .thenComparingInt(n -> n.step().onlyObject());
}
