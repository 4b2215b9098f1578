package dev.godump.export.heapsnapshot;

import dev.godump.export.ObjectLabels;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.RootKind;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * The synthetic nodes of a snapshot: the root, and below it one for each kind of root, which refers
 * to the objects. Of a dump that has no roots, one node refers to all objects.
 */
final class SnapshotRoots {
  private static final String ROOT = "(Go heap)";
  private static final String ALL = "(all objects: the dump was cut before its roots)";

  /** DevTools keeps identifiers of 32 bits. */
  private static final long MAX_SPAN = 1L << 34;

  private final HeapGraph graph;
  private final ObjectLabels names;
  private final Map<RootKind, IntArrayList> rootsByKind = new EnumMap<>(RootKind.class);
  private final boolean rootsKnown;
  private final boolean idsFromAddresses;

  private SnapshotRoots(HeapGraph graph, ObjectLabels names, boolean known) {
    this.graph = graph;
    this.names = names;
    this.rootsKnown = known;
    ObjectTable objects = graph.objects();
    int count = objects.count();
    this.idsFromAddresses =
        count == 0
            || Long.compareUnsigned(objects.address(count - 1) - objects.address(0), MAX_SPAN) < 0;
  }

  /**
   * @param known whether the dump has its roots
   */
  static SnapshotRoots of(HeapGraph graph, ObjectLabels names, boolean known) {
    SnapshotRoots roots = new SnapshotRoots(graph, names, known);
    for (int root = 0; known && root < graph.roots().count(); root++) {
      roots
          .rootsByKind
          .computeIfAbsent(graph.roots().kind(root), kind -> new IntArrayList())
          .add(root);
    }
    return roots;
  }

  /** How many nodes they are; the root is the first. */
  int nodes() {
    return rootsKnown ? 1 + rootsByKind.size() : 2;
  }

  long edges() {
    return rootsKnown
        ? rootsByKind.size() + (long) graph.roots().count()
        : 1L + graph.objects().count();
  }

  /** What the nodes are called. */
  List<String> names() {
    List<String> names = new ArrayList<>(List.of("", ROOT));
    if (!rootsKnown) {
      names.add(ALL);
    }
    rootsByKind.keySet().forEach(kind -> names.add(name(kind)));
    return names;
  }

  private static String name(RootKind kind) {
    return "(" + kind.label() + " roots)";
  }

  /**
   * The number by which DevTools shows a node and knows it again in another snapshot: a quarter of
   * the address, of which the lower 32 bits are enough where the heap spans less than 16 GiB; else
   * the place of the node. Even for objects, odd for others.
   */
  long nodeId(long address, int node) {
    return idsFromAddresses ? (address >>> 2) & 0xffffffffL : 2L * node;
  }

  void writeNodes(SnapshotJson json, ToIntFunction<String> strings) throws IOException {
    int children = rootsKnown ? rootsByKind.size() : 1;
    json.node(SnapshotJson.SYNTHETIC, strings.applyAsInt(ROOT), 1, 0, children);
    if (!rootsKnown) {
      json.node(SnapshotJson.SYNTHETIC, strings.applyAsInt(ALL), 3, 0, graph.objects().count());
    }
    long id = 3;
    for (Map.Entry<RootKind, IntArrayList> kind : rootsByKind.entrySet()) {
      int name = strings.applyAsInt(name(kind.getKey()));
      json.node(SnapshotJson.SYNTHETIC, name, id, 0, kind.getValue().size());
      id += 2;
    }
  }

  /**
   * @param nodes of objects
   */
  void writeEdges(SnapshotJson json, ToIntFunction<String> strings, int[] nodes)
      throws IOException {
    for (int child = 1; child < nodes(); child++) {
      json.element(child, child);
    }
    if (!rootsKnown) {
      for (int id = 0; id < nodes.length; id++) {
        json.element(id, nodes[id]);
      }
    }
    for (IntArrayList roots : rootsByKind.values()) {
      for (int i = 0; i < roots.size(); i++) {
        int root = roots.getInt(i);
        json.property(
            strings.applyAsInt(names.rootLabel(root).text()), nodes[graph.roots().target(root)]);
      }
    }
  }
}
