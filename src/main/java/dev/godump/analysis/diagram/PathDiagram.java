package dev.godump.analysis.diagram;

import dev.godump.analysis.Retainers;
import dev.godump.analysis.WholeMaps;
import dev.godump.analysis.diagram.HeapDiagram.Edge;
import dev.godump.analysis.diagram.HeapDiagram.Node;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.HeapTypes;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The shortest paths from roots to an object as a diagram, each with a different last pointer. */
public final class PathDiagram {
  private static final int NOT_DRAWN = -1;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final HeapTypes types;
  private final Optional<RootNames> names;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Int2IntOpenHashMap indexByObject = new Int2IntOpenHashMap();
  private final Int2IntOpenHashMap indexByRoot = new Int2IntOpenHashMap();
  private final LongOpenHashSet drawn = new LongOpenHashSet();

  private PathDiagram(Heap heap) throws IOException {
    this.graph = heap.graph();
    this.tree = heap.tree();
    this.types = heap.types();
    this.names = types.rootNames();
    indexByObject.defaultReturnValue(NOT_DRAWN);
    indexByRoot.defaultReturnValue(NOT_DRAWN);
  }

  /**
   * Draws paths to an object until the diagram is full. The middle of a path that doesn't fit is
   * omitted, and further paths are not drawn.
   *
   * @param maxNodes most nodes to show, at least 4
   */
  public static HeapDiagram of(Heap heap, int object, int maxNodes) throws IOException {
    HeapGraph graph = heap.graph();
    Retainers retainers = Retainers.of(heap, Exclusions.NONE, object, maxNodes, 1, false);
    PathDiagram diagram = new PathDiagram(heap);
    long left = retainers.morePaths();
    diagram.node(object, true, left);
    for (Retainers.Path path : retainers.paths()) {
      int remaining = maxNodes - diagram.nodes.size();
      if (remaining >= 3) {
        diagram.draw(path, remaining);
      } else {
        left++;
      }
    }
    diagram.nodes.set(0, diagram.requestedNode(object, left));
    String title =
        "shortest paths from roots to 0x" + Long.toHexString(graph.objects().address(object));
    return new HeapDiagram(title, diagram.nodes, diagram.edges, 0, 0);
  }

  private Node requestedNode(int object, long more) {
    return new Node(object, "", true, tree.retainedByObject(object), more, 0, 0);
  }

  private int node(int object, boolean requested, long more) {
    int index = indexByObject.get(object);
    if (index == NOT_DRAWN) {
      index = nodes.size();
      indexByObject.put(object, index);
      nodes.add(
          requested
              ? requestedNode(object, more)
              : new Node(object, "", false, tree.retainedByObject(object), 0, 0, 0));
    }
    return index;
  }

  private int root(int root) {
    int index = indexByRoot.get(root);
    if (index == NOT_DRAWN) {
      index = nodes.size();
      indexByRoot.put(root, index);
      nodes.add(Node.ofRoot(RootLabel.of(graph, names, root).text()));
    }
    return index;
  }

  /** The pointer to a step of a path, unless it is a root's. */
  private static List<HeapDiagram.Field> field(Retainers.Path path, int step) {
    return step == 0
        ? List.of()
        : List.of(
            new HeapDiagram.Field(
                path.steps().get(step - 1).object(), path.steps().get(step).pointerOffset()));
  }

  private void draw(Retainers.Path path, int remaining) {
    IntList shown = WholeMaps.steps(types, path.steps());
    int before = root(path.root());
    // the last object is drawn already, and the root takes one node
    int head = shown.size() - 1 <= remaining - 1 ? shown.size() : (remaining - 1) / 2;
    int tail =
        shown.size() - 1 <= remaining - 1
            ? shown.size()
            : shown.size() - 1 - (remaining - 1 - head);
    for (int i = 0; i < shown.size(); i++) {
      if (i < head || i >= tail) {
        int left = i == tail && i > head ? tail - head : 0;
        Retainers.Step step = path.steps().get(shown.getInt(i));
        int index = node(step.object(), false, 0);
        if (drawn.add((long) before << 32 | index)) {
          edges.add(
              new Edge(
                  before, index, left == 0 ? field(path, shown.getInt(i)) : List.of(), 1, left));
        }
        before = index;
      }
    }
  }
}
