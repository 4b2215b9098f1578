package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.histogram.TypeOrShapeIndex;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.RootGroups;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * What keeps a class of objects alive: the shortest path from a root to each, merged into a tree.
 * Its first level has what holds roots, the others the objects on the way by what they are.
 *
 * @param live objects of the class that are live
 * @param garbage those that are not
 * @param unreached live objects of the class to which no path leads without what is excluded
 * @param tree the first level; its amounts and those of {@code more} add up to the live ones less
 *     the unreached
 * @param more what of the first level is too small to show
 * @param heapBytes of all live objects of the heap
 */
public record MergedPaths(
    Amount live,
    Amount garbage,
    Amount unreachable,
    List<Node> tree,
    HiddenNodes hidden,
    long heapBytes) {

  /** Objects and their bytes. */
  public record Amount(long count, long bytes) {
    static final Amount NONE = new Amount(0, 0);

    Amount plus(long moreBytes) {
      return new Amount(count + 1, bytes + moreBytes);
    }
  }

  /** Nodes that are not shown, and the objects of the class below them. */
  public record HiddenNodes(long nodes, long count, long bytes) {
    static final HiddenNodes NONE = new HiddenNodes(0, 0, 0);

    HiddenNodes plus(long moreCount, long moreBytes) {
      return new HiddenNodes(nodes + 1, count + moreCount, bytes + moreBytes);
    }
  }

  /**
   * A step of the merged paths.
   *
   * @param name what holds the roots; else the type, or the shape in words
   * @param certainty how sure the type is
   * @param field of the objects above by which all of these are held, such as {@code .buf}; of a
   *     row the first. Empty where they are held by several, or no type tells
   * @param holder whether it holds roots; else it stands for objects
   * @param object the only object it stands for, or -1
   * @param count objects of the class below it, or of it
   * @param bytes of those
   * @param distinct how many objects, goroutines, … it stands for
   * @param repeated how many of them stand in a row on one path at most
   * @param children large enough to show, most bytes first
   * @param more children that are too small
   * @param deeper what is below the deepest level; its nodes are objects on paths
   */
  public record Node(
      String name,
      Certainty certainty,
      String field,
      boolean isOwner,
      int onlyObject,
      long count,
      long bytes,
      long members,
      long longestRun,
      List<Node> children,
      HiddenNodes hidden,
      HiddenNodes deeper) {}

  /**
   * Finds and merges them. Takes 20 bytes per object of the heap beside what it returns.
   *
   * @param depth levels of the tree, at least 1
   * @param minShare of the class's live bytes that a node must have below it to be shown, 0 to 1
   */
  public static MergedPaths of(
      Heap heap, ObjectClass objectClass, Exclusions exclusions, int depth, double minShare)
      throws IOException {
    HeapGraph graph = heap.graph();
    HeapTypes types = heap.types();
    Reachability reachability = heap.reachability();
    if (!reachability.isKnown()) {
      throw new IOException(
          "what keeps objects alive is unknown: the dump was cut before its roots");
    }
    RootPaths paths = RootPaths.toAll(graph, exclusions);
    TypeOrShapeIndex typesOrShapes = TypeOrShapeIndex.byType(graph, types);
    RootGroups groups = new RootGroups(graph, types);
    StepFields fields = StepFields.of(graph, types, paths::predecessor);
    PathTrie trie = new PathTrie(graph, paths, typesOrShapes, groups, fields, depth);
    Amount[] amounts = {Amount.NONE, Amount.NONE, Amount.NONE};
    IntPredicate ofClass = objectClass.filter(graph, types);
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (ofClass.test(id)) {
                boolean live = reachability.isLive(id);
                boolean seen = paths.hasPath(id);
                amounts[0] = live ? amounts[0].plus(size) : amounts[0];
                amounts[1] = live ? amounts[1] : amounts[1].plus(size);
                amounts[2] = live && !seen ? amounts[2].plus(size) : amounts[2];
                if (seen) {
                  trie.add(id, size);
                }
              }
            });
    trie.sum();
    Outline outline =
        new Outline(trie, typesOrShapes, groups, (long) Math.ceil(amounts[0].bytes() * minShare));
    return new MergedPaths(
        amounts[0],
        amounts[1],
        amounts[2],
        outline.children(-1),
        outline.more(-1),
        reachability.liveBytes());
  }

  /** The part of the trie that is large enough to show. */
  private static final class Outline {
    private final PathTrie trie;
    private final TypeOrShapeIndex kinds;
    private final RootGroups groups;
    private final Map<Integer, List<Integer>> shown = new HashMap<>();
    private final Map<Integer, HiddenNodes> folded = new HashMap<>();
    private final Map<Integer, HiddenNodes> deeper = new HashMap<>();

    Outline(PathTrie trie, TypeOrShapeIndex typesOrShapes, RootGroups groups, long smallest) {
      this.trie = trie;
      this.kinds = typesOrShapes;
      this.groups = groups;
      for (int node = 0; node < trie.count(); node++) {
        int above = trie.above(node);
        if (above >= 0 && trie.bytes(above) < smallest) {
          continue;
        }
        if (above >= 0 && trie.step(node) == PathTrie.DEEPER) {
          deeper.put(
              above, new HiddenNodes(trie.distinct(node), trie.count(node), trie.bytes(node)));
        } else if (trie.bytes(node) < smallest) {
          folded.merge(
              above,
              HiddenNodes.NONE.plus(trie.count(node), trie.bytes(node)),
              (a, b) -> a.plus(b.count(), b.bytes()));
        } else {
          shown.computeIfAbsent(above, n -> new ArrayList<>()).add(node);
        }
      }
    }

    List<Node> children(int above) {
      return shown.getOrDefault(above, List.of()).stream()
          .map(this::node)
          .sorted(LARGEST_FIRST)
          .toList();
    }

    HiddenNodes more(int above) {
      return folded.getOrDefault(above, HiddenNodes.NONE);
    }

    private Node node(int number) {
      boolean holder = trie.above(number) < 0;
      int step = trie.step(number);
      return new Node(
          holder ? groups.text(step) : kinds.type(step).name(),
          holder ? Certainty.UNKNOWN : kinds.type(step).certainty(),
          holder ? "" : trie.field(number),
          holder,
          trie.onlyObject(number),
          trie.count(number),
          trie.bytes(number),
          holder ? groups.ownerCount(step) : trie.distinct(number),
          holder ? 1 : trie.longestRun(number),
          children(number),
          more(number),
          deeper.getOrDefault(number, HiddenNodes.NONE));
    }
  }

  private static final Comparator<Node> LARGEST_FIRST =
      Comparator.comparingLong((Node n) -> -n.bytes())
          .thenComparingLong(n -> -n.count())
          .thenComparing(Node::name)
          .thenComparingInt(Node::onlyObject);
}
