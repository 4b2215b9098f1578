package dev.godump.analysis.diagram;

import dev.godump.analysis.Retainers;
import dev.godump.analysis.diagram.HeapDiagram.Edge;
import dev.godump.analysis.diagram.HeapDiagram.Node;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.roots.RootLabel;
import dev.godump.types.program.RootNames;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The shortest paths from roots to an object as a diagram, each with another last step. */
public final class PathDiagram {
  private final HeapGraph graph;
  private final DominatorTree tree;
  private final Optional<RootNames> names;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Edge> edges = new ArrayList<>();
  private final Int2IntOpenHashMap objects = new Int2IntOpenHashMap();
  private final Int2IntOpenHashMap roots = new Int2IntOpenHashMap();
  private final LongOpenHashSet drawn = new LongOpenHashSet();

  private PathDiagram(Heap heap) throws IOException {
    this.graph = heap.graph();
    this.tree = heap.tree();
    this.names = heap.types().rootNames();
    objects.defaultReturnValue(-1);
    roots.defaultReturnValue(-1);
  }

  /**
   * Draws paths to an object as long as there is room. Of a path longer than the room that is left,
   * the middle is left out; further paths then too.
   *
   * @param most how many nodes to show at most, at least 4
   */
  public static HeapDiagram of(Heap heap, int object, int most) throws IOException {
    HeapGraph graph = heap.graph();
    Retainers retainers = Retainers.of(heap, Exclusions.NONE, object, most, 1);
    PathDiagram diagram = new PathDiagram(heap);
    long left = retainers.morePaths();
    diagram.node(object, true, left);
    for (Retainers.Path path : retainers.paths()) {
      int room = most - diagram.nodes.size();
      if (room >= 3) {
        diagram.draw(path, room);
      } else {
        left++;
      }
    }
    diagram.nodes.set(0, diagram.asked(object, left));
    String title =
        "shortest paths from roots to 0x" + Long.toHexString(graph.objects().address(object));
    return new HeapDiagram(title, diagram.nodes, diagram.edges, 0, 0);
  }

  private Node asked(int object, long more) {
    return new Node(object, "", true, tree.retainedByObject(object), more, 0, 0);
  }

  private int node(int object, boolean asked, long more) {
    int place = objects.get(object);
    if (place < 0) {
      place = nodes.size();
      objects.put(object, place);
      nodes.add(
          asked
              ? asked(object, more)
              : new Node(object, "", false, tree.retainedByObject(object), 0, 0, 0));
    }
    return place;
  }

  private int root(int root) {
    int place = roots.get(root);
    if (place < 0) {
      place = nodes.size();
      roots.put(root, place);
      nodes.add(new Node(-1, RootLabel.of(graph, names, root).text(), false, -1, 0, 0, 0));
    }
    return place;
  }

  private void draw(Retainers.Path path, int room) {
    List<Retainers.Step> steps = path.steps();
    int before = root(path.root());
    // the root and the object itself are drawn; so many others fit
    int head = steps.size() - 1 <= room - 1 ? steps.size() : (room - 1) / 2;
    int tail = steps.size() - 1 <= room - 1 ? steps.size() : steps.size() - 1 - (room - 1 - head);
    for (int i = 0; i < steps.size(); i++) {
      if (i < head || i >= tail) {
        int left = i == tail && i > head ? tail - head : 0;
        int place = node(steps.get(i).object(), false, 0);
        if (drawn.add((long) before << 32 | place)) {
          boolean inObject = steps.get(i).pointerOffset() >= 0 && left == 0;
          edges.add(
              new Edge(
                  before,
                  place,
                  inObject ? List.of(steps.get(i).pointerOffset()) : List.of(),
                  1,
                  left));
        }
        before = place;
      }
    }
  }
}
