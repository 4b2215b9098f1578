package dev.godump.analysis.diagram;

import dev.godump.analysis.diagram.HeapDiagram.Edge;
import dev.godump.analysis.diagram.HeapDiagram.Field;
import dev.godump.analysis.diagram.HeapDiagram.Node;
import dev.godump.format.ObjectRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.LargestNodes;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.RootNames;
import dev.godump.types.program.SyncMapParts;
import dev.godump.vector.IdSet;
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
 * its dominator, so these nodes are connected. A map is one node, and dominates what its parts do.
 */
public final class DominatorDiagram {
  /** Most offsets to show on one edge. */
  private static final int MAX_OFFSETS = 3;

  private static final int NOT_SHOWN = -1;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final DominatorTree tree;

  /** Nodes that are inside the map of a node above. */
  private final IdSet inMaps;

  private final Int2IntLinkedOpenHashMap indexByNode = new Int2IntLinkedOpenHashMap();

  private DominatorDiagram(Heap heap) throws IOException {
    this.graph = heap.graph();
    this.types = heap.types();
    this.tree = heap.tree();
    this.inMaps = new IdSet(tree.count());
    indexByNode.defaultReturnValue(NOT_SHOWN);
  }

  /**
   * @param maxNodes most nodes to show
   */
  public static HeapDiagram of(Heap heap, int maxNodes) throws IOException {
    return new DominatorDiagram(heap).draw(maxNodes);
  }

  private HeapDiagram draw(int maxNodes) throws IOException {
    findPartsOfMaps();
    LargestNodes largest = new LargestNodes(tree, maxNodes);
    for (int node = 1; node < tree.count(); node++) {
      if (!inMaps.contains(node)) {
        largest.add(node);
      }
    }
    for (int node : largest.nodes()) {
      indexByNode.put(node, indexByNode.size());
    }
    long[] below = new long[indexByNode.size() + 1];
    long[] belowBytes = new long[indexByNode.size() + 1];
    for (int node = 1; node < tree.count(); node++) {
      int parent = parent(node);
      int index = parent == DominatorTree.ROOT ? indexByNode.size() : indexByNode.get(parent);
      if (index != NOT_SHOWN && !indexByNode.containsKey(node) && !inMaps.contains(node)) {
        below[index]++;
        belowBytes[index] += tree.retained(node);
      }
    }
    Optional<RootNames> names = types.rootNames();
    List<Node> nodes = new ArrayList<>();
    Int2IntLinkedOpenHashMap pairs = new Int2IntLinkedOpenHashMap();
    IntOpenHashSet holders = new IntOpenHashSet();
    for (int node : indexByNode.keySet()) {
      int index = nodes.size();
      int object = tree.object(node);
      String text = object != ObjectTable.NONE ? "" : tree.owners().text(tree.owner(node), names);
      nodes.add(
          new Node(object, text, false, tree.retained(node), 0, below[index], belowBytes[index]));
      if (parent(node) != DominatorTree.ROOT) {
        pairs.put(index, indexByNode.get(parent(node)));
        holders.add(tree.object(tree.dominator(node)));
      }
    }
    Map<Integer, List<Field>> fields = new HashMap<>();
    for (int holder : holders) {
      collectPointers(holder, fields);
    }
    List<Edge> edges = new ArrayList<>();
    pairs.forEach(
        (index, above) -> edges.add(edge(above, index, fields.getOrDefault(index, List.of()))));
    return new HeapDiagram(
        "what retains most: the top of the dominator tree",
        nodes,
        edges,
        below[indexByNode.size()],
        belowBytes[indexByNode.size()]);
  }

  private void findPartsOfMaps() {
    tree.forEachAfter(
        DominatorTree.ROOT,
        (node, dominator, retained) -> {
          if (isInMap(node, dominator)) {
            inMaps.add(node);
          }
        });
  }

  private boolean isInMap(int node, int dominator) {
    int object = tree.object(node);
    if (object == ObjectTable.NONE) {
      return false;
    }
    if (dominator == DominatorTree.ROOT || tree.object(dominator) == ObjectTable.NONE) {
      // the two maps of a sync.Map up to Go 1.23 share entries
      return types.typeOf(object).filter(type -> SyncMapParts.isEntry(type.name())).isPresent();
    }
    int above = tree.object(dominator);
    return types.isInsideMap(object, above)
        && (inMaps.contains(dominator) || types.isMapHeader(above));
  }

  /** The node that is drawn above a node: its dominator, or the map that this is a part of. */
  private int parent(int node) {
    int parent = tree.dominator(node);
    while (parent != DominatorTree.ROOT && inMaps.contains(parent)) {
      parent = tree.dominator(parent);
    }
    return parent;
  }

  /** Collects the pointers from an object to nodes that it dominates immediately. */
  private void collectPointers(int object, Map<Integer, List<Field>> fields) throws IOException {
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
        fields
            .computeIfAbsent(indexByNode.get(node), index -> new ArrayList<>())
            .add(new Field(object, offset));
      }
    }
  }

  private static Edge edge(int above, int index, List<Field> fields) {
    List<Field> first = fields.subList(0, Math.min(MAX_OFFSETS, fields.size()));
    return new Edge(above, index, List.copyOf(first), fields.size(), 0);
  }
}
