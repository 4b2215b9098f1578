package dev.godump.analysis.diagram;

import dev.godump.analysis.WholeMaps;
import dev.godump.analysis.diagram.HeapDiagram.Edge;
import dev.godump.analysis.diagram.HeapDiagram.Field;
import dev.godump.analysis.diagram.HeapDiagram.Node;
import dev.godump.format.ObjectRecord;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.LargestNodes;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The objects around one as a diagram: some levels of its referrers and of the objects it points
 * at. A map is one object. If there are too many, those that retain most are shown.
 */
public final class Neighbourhood {
  /** Most roots to show for one object. */
  private static final int MAX_ROOTS = 3;

  /** Most offsets to show on one edge. */
  private static final int MAX_OFFSETS = 3;

  private static final int NOT_SHOWN = -1;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final Optional<RootNames> names;
  private final WholeMaps maps;
  private final Int2IntOpenHashMap headerByObject = new Int2IntOpenHashMap();
  private final Int2IntLinkedOpenHashMap nodeIndexByObject = new Int2IntLinkedOpenHashMap();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();

  /** The pointers from one object to another. */
  private static final class Pointers {
    private final List<Field> first = new ArrayList<>();
    private long count;

    void add(Field field) {
      if (count < MAX_OFFSETS) {
        first.add(field);
      }
      count++;
    }
  }

  private Neighbourhood(Heap heap) throws IOException {
    this.graph = heap.graph();
    this.tree = heap.tree();
    this.names = heap.types().rootNames();
    this.maps = new WholeMaps(graph, heap.types());
    nodeIndexByObject.defaultReturnValue(NOT_SHOWN);
  }

  /**
   * Draws the objects around one.
   *
   * @param up levels of referrers
   * @param down levels of objects that it points at
   * @param maxNodes most objects and roots to show, at least 4; a quarter is reserved for roots
   */
  public static HeapDiagram of(Heap heap, int object, int up, int down, int maxNodes)
      throws IOException {
    Neighbourhood around = new Neighbourhood(heap);
    around.nodeIndexByObject.put(object, 0);
    around.headerByObject.put(object, object);
    around.collect(object, up, down, maxNodes - maxNodes / 4);
    around.draw(object, maxNodes);
    String title = "objects around 0x" + Long.toHexString(heap.graph().objects().address(object));
    return new HeapDiagram(title, around.nodes, around.edges, 0, 0);
  }

  /** Levels take turns; each gets an equal share of the remaining nodes. */
  private void collect(int object, int up, int down, int maxNodes) {
    IntList above = IntList.of(object);
    IntList below = IntList.of(object);
    int levels = up + down;
    for (int level = 1; level <= Math.max(up, down); level++) {
      if (level <= up) {
        above = add(referrers(above), (maxNodes - nodeIndexByObject.size()) / levels--);
      }
      if (level <= down) {
        below = add(targets(below), (maxNodes - nodeIndexByObject.size()) / levels--);
      }
    }
  }

  private IntList add(BitSet candidates, int remaining) {
    LargestNodes largest = new LargestNodes(tree, remaining);
    IntArrayList garbage = new IntArrayList();
    for (int id = candidates.nextSetBit(0); id >= 0; id = candidates.nextSetBit(id + 1)) {
      if (tree.isLive(id)) {
        largest.add(tree.node(id));
      } else if (garbage.size() < remaining) {
        garbage.add(id);
      }
    }
    IntArrayList added = new IntArrayList();
    for (int node : largest.nodes()) {
      added.add(tree.object(node));
    }
    added.addAll(garbage.subList(0, Math.min(garbage.size(), remaining - added.size())));
    added.forEach((int id) -> nodeIndexByObject.put(id, nodeIndexByObject.size()));
    return added;
  }

  /** The object to draw for one: the header of the map that it is inside of, or itself. */
  private int drawn(int object) {
    return headerByObject.computeIfAbsent(object, maps::headerOf);
  }

  /** The objects that a node stands for. */
  private IntList partsOf(int object) {
    return new IntArrayList(
        maps.partsOf(object).intStream().filter(part -> drawn(part) == object).toArray());
  }

  /** Objects outside the diagram that point at one of the given objects. */
  private BitSet referrers(IntList of) {
    BitSet targets = new BitSet(graph.objects().count());
    of.forEach(id -> partsOf(id).forEach(targets::set));
    BitSet found = new BitSet(graph.objects().count());
    for (int id = 0; id < graph.objects().count(); id++) {
      if (pointsAt(id, targets) && !nodeIndexByObject.containsKey(drawn(id))) {
        found.set(drawn(id));
      }
    }
    return found;
  }

  private boolean pointsAt(int id, BitSet targets) {
    Edges pointers = graph.edges();
    for (long e = pointers.first(id); e != Edges.NONE; e = pointers.next(e)) {
      if (targets.get(pointers.target(e))) {
        return true;
      }
    }
    return false;
  }

  /** Objects outside the diagram that one of the given objects points at. */
  private BitSet targets(IntList of) {
    Edges pointers = graph.edges();
    BitSet found = new BitSet(graph.objects().count());
    for (int id : of) {
      for (int part : partsOf(id)) {
        for (long e = pointers.first(part); e != Edges.NONE; e = pointers.next(e)) {
          int target = drawn(pointers.target(e));
          if (!nodeIndexByObject.containsKey(target)) {
            found.set(target);
          }
        }
      }
    }
    return found;
  }

  private void draw(int requested, int maxNodes) throws IOException {
    long[] above = hiddenAbove();
    int[] rootsShown = new int[nodeIndexByObject.size()];
    int remaining = maxNodes - nodeIndexByObject.size();
    for (int id : nodeIndexByObject.keySet()) {
      int all = graph.roots().rootsOf(id).size();
      int shown = Math.min(remaining, Math.min(MAX_ROOTS, all));
      rootsShown[nodeIndexByObject.get(id)] = shown;
      remaining -= shown;
      long more = above[nodeIndexByObject.get(id)] + all - shown;
      int below = targets(IntList.of(id)).cardinality();
      nodes.add(new Node(id, "", id == requested, tree.retainedByObject(id), more, below, 0));
    }
    for (int id : nodeIndexByObject.keySet()) {
      pointers(id);
      roots(id, rootsShown[nodeIndexByObject.get(id)]);
    }
  }

  /** Counts, for each object in the diagram, the objects outside that point at it. */
  private long[] hiddenAbove() {
    BitSet shown = new BitSet(graph.objects().count());
    nodeIndexByObject.keySet().forEach(shown::set);
    long[] above = new long[nodeIndexByObject.size()];
    BitSet hidden = referrers(new IntArrayList(nodeIndexByObject.keySet()));
    for (int id = hidden.nextSetBit(0); id >= 0; id = hidden.nextSetBit(id + 1)) {
      BitSet counted = new BitSet();
      for (int part : partsOf(id)) {
        for (long e = graph.edges().first(part); e != Edges.NONE; e = graph.edges().next(e)) {
          int nodeIndex = nodeIndexByObject.get(drawn(graph.edges().target(e)));
          if (nodeIndex != NOT_SHOWN && !counted.get(nodeIndex)) {
            counted.set(nodeIndex);
            above[nodeIndex]++;
          }
        }
      }
    }
    return above;
  }

  private void pointers(int id) throws IOException {
    Map<Integer, Pointers> pointersByNode = new LinkedHashMap<>();
    for (int part : partsOf(id)) {
      addPointers(id, part, pointersByNode);
    }
    pointersByNode.forEach(
        (nodeIndex, to) ->
            edges.add(new Edge(nodeIndexByObject.get(id), nodeIndex, to.first, to.count, 0)));
  }

  /** Adds the pointers of an object that a node stands for; those inside a map are not drawn. */
  private void addPointers(int id, int part, Map<Integer, Pointers> pointersByNode)
      throws IOException {
    ObjectRecord record = graph.record(part);
    for (long offset = record.nextPointer();
        offset != ObjectRecord.NONE;
        offset = record.nextPointer()) {
      int target =
          record.hasWord(offset) ? graph.objects().find(record.word(offset)) : ObjectTable.NONE;
      int to = target == ObjectTable.NONE ? ObjectTable.NONE : drawn(target);
      int nodeIndex = to == ObjectTable.NONE ? NOT_SHOWN : nodeIndexByObject.get(to);
      boolean inMap = to == id && (part != id || target != id);
      if (nodeIndex != NOT_SHOWN && !inMap) {
        pointersByNode
            .computeIfAbsent(nodeIndex, node -> new Pointers())
            .add(new Field(part, offset));
      }
    }
  }

  private void roots(int id, int shown) {
    graph
        .roots()
        .rootsOf(id)
        .intStream()
        .limit(shown)
        .forEach(
            root -> {
              nodes.add(Node.ofRoot(RootLabel.of(graph, names, root).text()));
              edges.add(new Edge(nodes.size() - 1, nodeIndexByObject.get(id), List.of(), 1, 0));
            });
  }
}
