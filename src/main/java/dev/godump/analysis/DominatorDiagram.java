package dev.godump.analysis;

import dev.godump.analysis.HeapDiagram.Edge;
import dev.godump.analysis.HeapDiagram.Node;
import dev.godump.types.RootNames;
import it.unimi.dsi.fastutil.ints.Int2IntLinkedOpenHashMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The top of the dominator tree as a diagram: what retains most. As nothing retains more than what
 * dominates it, the nodes that retain most hang together.
 */
public final class DominatorDiagram {
  private DominatorDiagram() {}

  /** @param most how many nodes to show at most */
  public static HeapDiagram of(Heap heap, int most) throws IOException {
    DominatorTree tree = heap.tree();
    Optional<RootNames> names = heap.types().rootNames();
    LargestNodes largest = new LargestNodes(tree, most);
    for (int node = 1; node < tree.count(); node++) {
      largest.add(node);
    }
    Int2IntLinkedOpenHashMap places = new Int2IntLinkedOpenHashMap();
    places.defaultReturnValue(-1);
    for (int node : largest.nodes()) {
      places.put(node, places.size());
    }
    long[] below = new long[places.size() + 1];
    long[] belowBytes = new long[places.size() + 1];
    for (int node = 1; node < tree.count(); node++) {
      int parent = tree.dominator(node);
      int place = parent == DominatorTree.ROOT ? places.size() : places.get(parent);
      if (place >= 0 && !places.containsKey(node)) {
        below[place]++;
        belowBytes[place] += tree.retained(node);
      }
    }
    List<Node> nodes = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int node : places.keySet()) {
      int place = nodes.size();
      int object = tree.object(node);
      String text = object >= 0 ? "" : tree.holders().text(tree.holder(node), names);
      nodes.add(new Node(object, text, false, tree.retained(node), 0, below[place], belowBytes[place]));
      if (tree.dominator(node) != DominatorTree.ROOT) {
        edges.add(new Edge(places.get(tree.dominator(node)), place, List.of(), 0, 0));
      }
    }
    return new HeapDiagram(
        "what retains most: the top of the dominator tree", nodes, edges, below[places.size()], belowBytes[places.size()]);
  }
}
