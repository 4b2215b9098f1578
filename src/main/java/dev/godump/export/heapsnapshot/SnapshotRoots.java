package dev.godump.export.heapsnapshot;

import dev.godump.export.ObjectLabels;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.RootKind;
import dev.godump.heap.cleanups.CleanupGraph;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The synthetic nodes of a snapshot: the root, and below it one node per kind of root, with edges
 * to objects. If the dump has no roots, one node has edges to all objects.
 */
final class SnapshotRoots {
  private static final String ROOT = "(Go heap)";
  private static final String ALL = "(all objects: the dump was truncated before its roots)";

  /** Largest span of addresses that fits the 32-bit ids of DevTools, in bytes. */
  private static final long MAX_SPAN = 1L << 34;

  private final HeapGraph graph;
  private final ObjectLabels names;
  private final Map<String, IntArrayList> rootsByName = new LinkedHashMap<>();
  private final boolean rootsKnown;
  private final boolean idsFromAddresses;

  private SnapshotRoots(HeapGraph graph, ObjectLabels names, boolean rootsKnown) {
    this.graph = graph;
    this.names = names;
    this.rootsKnown = rootsKnown;
    ObjectTable objects = graph.objects();
    int count = objects.count();
    this.idsFromAddresses =
        count == 0
            || Long.compareUnsigned(objects.address(count - 1) - objects.address(0), MAX_SPAN) < 0;
  }

  /**
   * @param rootsKnown whether the dump has its roots
   */
  static SnapshotRoots of(HeapGraph graph, ObjectLabels names, boolean rootsKnown) {
    SnapshotRoots roots = new SnapshotRoots(graph, names, rootsKnown);
    Map<RootKind, IntArrayList> byKind = new EnumMap<>(RootKind.class);
    for (int root = 0; rootsKnown && root < graph.roots().count(); root++) {
      byKind.computeIfAbsent(graph.roots().kind(root), kind -> new IntArrayList()).add(root);
    }
    byKind.forEach((kind, all) -> all.forEach(root -> roots.add(kind, root)));
    return roots;
  }

  /** Inferred cleanups have a node of their own. */
  private void add(RootKind kind, int root) {
    boolean cleanup =
        kind == RootKind.OTHER && names.rootLabel(root).text().equals(CleanupGraph.HOLDER);
    String name = cleanup ? "(" + CleanupGraph.HOLDER + ")" : "(" + kind.label() + " roots)";
    rootsByName.computeIfAbsent(name, n -> new IntArrayList()).add(root);
  }

  /** Returns the number of synthetic nodes; the root is node 0. */
  int nodes() {
    return rootsKnown ? 1 + rootsByName.size() : 2;
  }

  long edges() {
    return rootsKnown
        ? rootsByName.size() + (long) graph.roots().count()
        : 1L + graph.objects().count();
  }

  /** Returns the names of the nodes. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of("", ROOT));
    if (!rootsKnown) {
      names.add(ALL);
    }
    names.addAll(rootsByName.keySet());
    return names;
  }

  /**
   * Returns the id by which DevTools recognizes a node in another snapshot: the low 32 bits of a
   * quarter of the address if the heap spans less than 16 GiB, else twice the node. Even for
   * objects, odd for synthetic nodes.
   */
  long nodeId(long address, int node) {
    return idsFromAddresses ? (address >>> 2) & 0xffffffffL : 2L * node;
  }

  void writeNodes(SnapshotJson json, ToIntFunction<String> strings) throws IOException {
    int children = rootsKnown ? rootsByName.size() : 1;
    json.node(SnapshotJson.SYNTHETIC, strings.applyAsInt(ROOT), 1, 0, children);
    if (!rootsKnown) {
      json.node(SnapshotJson.SYNTHETIC, strings.applyAsInt(ALL), 3, 0, graph.objects().count());
    }
    long id = 3;
    for (Map.Entry<String, IntArrayList> roots : rootsByName.entrySet()) {
      int name = strings.applyAsInt(roots.getKey());
      json.node(SnapshotJson.SYNTHETIC, name, id, 0, roots.getValue().size());
      id += 2;
    }
  }

  /**
   * @param nodeByObject the nodes of objects
   */
  void writeEdges(SnapshotJson json, ToIntFunction<String> strings, int[] nodeByObject)
      throws IOException {
    for (int child = 1; child < nodes(); child++) {
      json.element(child, child);
    }
    if (!rootsKnown) {
      for (int id = 0; id < nodeByObject.length; id++) {
        json.element(id, nodeByObject[id]);
      }
    }
    for (IntArrayList roots : rootsByName.values()) {
      for (int i = 0; i < roots.size(); i++) {
        int root = roots.getInt(i);
        json.property(
            strings.applyAsInt(names.rootLabel(root).text()),
            nodeByObject[graph.roots().target(root)]);
      }
    }
  }
}
