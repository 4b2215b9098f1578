package dev.godump.analysis.diagram;

import dev.godump.analysis.diagram.HeapDiagram.Edge;
import dev.godump.analysis.diagram.HeapDiagram.Node;
import dev.godump.format.ObjectRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.LargestNodes;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The nodes of the dominator tree that retain most, as a diagram. A node never retains more than
 * its dominator, so these nodes are connected.
 */
public final class DominatorDiagram {
  /** Most offsets to show on one edge. */
  private static final int MAX_OFFSETS = 3;

  private static final int NOT_SHOWN = -1;

  private DominatorDiagram() {}

  /**
   * @param maxNodes most nodes to show
   */
  public static HeapDiagram of(Heap heap, int maxNodes) throws IOException {
    DominatorTree tree = heap.tree();
    Optional<RootNames> names = heap.types().rootNames();
    LargestNodes largest = new LargestNodes(tree, maxNodes);
    for (int node = 1; node < tree.count(); node++) {
      largest.add(node);
    }
    Int2IntLinkedOpenHashMap indexByNode = new Int2IntLinkedOpenHashMap();
    indexByNode.defaultReturnValue(NOT_SHOWN);
    for (int node : largest.nodes()) {
      indexByNode.put(node, indexByNode.size());
    }
    long[] below = new long[indexByNode.size() + 1];
    long[] belowBytes = new long[indexByNode.size() + 1];
    for (int node = 1; node < tree.count(); node++) {
      int parent = tree.dominator(node);
      int index = parent == DominatorTree.ROOT ? indexByNode.size() : indexByNode.get(parent);
      if (index != NOT_SHOWN && !indexByNode.containsKey(node)) {
        below[index]++;
        belowBytes[index] += tree.retained(node);
      }
    }
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    Int2IntLinkedOpenHashMap pairs = new Int2IntLinkedOpenHashMap();
    for (int node : indexByNode.keySet()) {
      int index = nodes.size();
      int object = tree.object(node);
      String text = object != ObjectTable.NONE ? "" : tree.owners().text(tree.owner(node), names);
      nodes.add(
          new Node(object, text, false, tree.retained(node), 0, below[index], belowBytes[index]));
      if (tree.dominator(node) != DominatorTree.ROOT) {
        pairs.put(index, indexByNode.get(tree.dominator(node)));
      }
    }
    Map<Integer, List<Long>> offsets = new HashMap<>();
    for (int above : new IntOpenHashSet(pairs.values())) {
      pointers(heap.graph(), nodes.get(above).object(), indexByNode, tree, offsets);
    }
    pairs.forEach(
        (index, above) -> edges.add(edge(above, index, offsets.getOrDefault(index, List.of()))));
    return new HeapDiagram(
        "what retains most: the top of the dominator tree",
        nodes,
        edges,
        below[indexByNode.size()],
        belowBytes[indexByNode.size()]);
  }

  /** Collects the offsets of pointers from an object to nodes that it dominates immediately. */
  private static void pointers(
      HeapGraph graph,
      int object,
      Int2IntLinkedOpenHashMap indexByNode,
      DominatorTree tree,
      Map<Integer, List<Long>> offsets)
      throws IOException {
    if (object == ObjectTable.NONE) {
      return;
    }
    ObjectRecord record = graph.record(object);
    for (long offset = record.nextPointer();
        offset != ObjectRecord.NONE;
        offset = record.nextPointer()) {
      int target =
          record.hasWord(offset) ? graph.objects().find(record.word(offset)) : ObjectTable.NONE;
      int node = target == ObjectTable.NONE ? DominatorTree.ROOT : tree.node(target);
      if (node != DominatorTree.ROOT
          && indexByNode.containsKey(node)
          && tree.dominator(node) == tree.node(object)) {
        offsets.computeIfAbsent(indexByNode.get(node), index -> new ArrayList<>()).add(offset);
      }
    }
  }

  private static Edge edge(int above, int index, List<Long> offsets) {
    List<Long> first = offsets.subList(0, Math.min(MAX_OFFSETS, offsets.size()));
    return new Edge(above, index, List.copyOf(first), offsets.size(), 0);
  }
}
