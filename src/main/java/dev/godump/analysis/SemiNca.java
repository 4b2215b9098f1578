package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.IntVector;
import dev.godump.graph.RowFiller;
import java.util.stream.IntStream;

/**
 * Computes a {@link DominatorTree}: depth-first search, semidominators in reverse preorder with path
 * compression, then dominators in preorder. No recursion, and no stack beside the arrays: the search
 * keeps its place in arrays that are not in use yet, and compression turns pointers round on its way
 * up. Nodes are numbered in preorder.
 *
 * <p>Edges of the depth-first tree need no row of predecessors; those are for the other edges only.
 */
final class SemiNca {
  private final HeapGraph graph;
  private final Edges edges;
  private final RootHolders holders;

  private final int[] nodes;
  private final int[] holderNodes;
  private int[] vertices;
  private int count = 1;

  /** Parent in the depth-first tree; once a node is linked, an ancestor in its compressed path. */
  private int[] ancestors;

  /** While searching: how far a node's row has been followed. Then: least semidominator on the path. */
  private int[] least;

  /** While searching: how many other edges lead to a node. Then: its semidominator. */
  private int[] semi;

  /** Edges that are not in the tree, in the order found: from and to, from and to, …. */
  private IntVector otherEdges = new IntVector();

  SemiNca(HeapGraph graph, RootHolders holders) {
    this.graph = graph;
    this.edges = graph.edges();
    this.holders = holders;
    nodes = new int[graph.objects().count()];
    holderNodes = new int[holders.count()];
  }

  DominatorTree tree() {
    search();
    Edges predecessors = predecessors();
    int[] dominators = ancestors.clone();
    semidominators(predecessors);
    dominators(dominators);
    ancestors = null;
    least = null;
    semi = null;
    return new ComputedTree(
        holders, nodes, holderNodes, vertices, dominators, retained(dominators), count);
  }

  /** Numbers all nodes that the root reaches, and counts the edges that are not in the tree. */
  private void search() {
    int most = nodes.length + holderNodes.length + 1;
    vertices = new int[most];
    ancestors = new int[most];
    least = new int[most];
    semi = new int[most];
    for (int h = 0; h < holderNodes.length; h++) {
      if (holders.get(h).parent() < 0) {
        enterHolder(h, DominatorTree.ROOT);
      }
    }
  }

  private void enterHolder(int number, int from) {
    int node = add(~number, from);
    holderNodes[number] = node;
    RootHolders.Holder holder = holders.get(number);
    for (int i = 0; i < holder.roots().size(); i++) {
      enterObject(graph.roots().target(holder.roots().getInt(i)), node);
    }
    for (int i = 0; i < holder.below().size(); i++) {
      enterHolder(holder.below().getInt(i), node);
    }
  }

  private int add(int vertex, int from) {
    vertices[count] = vertex;
    ancestors[count] = from;
    return count++;
  }

  private void enterObject(int object, int from) {
    if (nodes[object] != 0) {
      countEdge(from, nodes[object]);
      return;
    }
    int start = add(object, from);
    nodes[object] = start;
    int node = start;
    long edge = edges.first(object);
    while (edge >= 0 || node != start) {
      if (edge < 0) {
        node = ancestors[node];
        edge = edges.next(edges.first(vertices[node]) + least[node]);
        continue;
      }
      int target = edges.target(edge);
      if (nodes[target] == 0) {
        least[node] = (int) (edge - edges.first(vertices[node]));
        node = nodes[target] = add(target, node);
        edge = edges.first(target);
      } else {
        countEdge(node, nodes[target]);
        edge = edges.next(edge);
      }
    }
  }

  /** Takes down an edge to a node that was found before, if it can say what the tree doesn't. */
  private void countEdge(int from, int to) {
    if (from != to && ancestors[to] != from) {
      semi[to]++;
      otherEdges.add(from);
      otherEdges.add(to);
    }
  }

  /** For each node the nodes with an edge to it that is not in the tree. */
  private Edges predecessors() {
    RowFiller rows = new RowFiller(semi);
    // two threads, each for one half of the rows
    int middle = count / 2;
    IntStream.range(0, 2).parallel().forEach(half -> fill(rows, half == 0 ? 0 : middle, half == 0 ? middle : count));
    otherEdges = null;
    return rows.rows();
  }

  private void fill(RowFiller rows, int from, int to) {
    for (long i = 0; i < otherEdges.size(); i += 2) {
      int node = otherEdges.get(i + 1);
      if (node >= from && node < to) {
        rows.put(node, otherEdges.get(i));
      }
    }
  }

  private void semidominators(Edges predecessors) {
    for (int node = 0; node < count; node++) {
      least[node] = node;
    }
    for (int node = count - 1; node > 0; node--) {
      int smallest = ancestors[node];
      for (long e = predecessors.first(node); e >= 0; e = predecessors.next(e)) {
        smallest = Math.min(smallest, leastAbove(predecessors.target(e), node));
      }
      semi[node] = smallest;
      least[node] = smallest;
    }
  }

  /**
   * The least semidominator on the tree path from a node up to, but without, the first ancestor that
   * is not linked yet; the node itself if it isn't. All nodes behind {@code linked} are linked.
   */
  private int leastAbove(int node, int linked) {
    if (ancestors[node] <= linked) {
      return least[node];
    }
    // up the path, turning it round
    int below = -1;
    int at = node;
    while (ancestors[at] > linked) {
      int above = ancestors[at];
      ancestors[at] = below;
      below = at;
      at = above;
    }
    // down again, every node now pointing past the top
    int top = ancestors[at];
    int smallest = least[at];
    while (below >= 0) {
      int next = ancestors[below];
      smallest = Math.min(smallest, least[below]);
      least[below] = smallest;
      ancestors[below] = top;
      below = next;
    }
    return smallest;
  }

  /** From parents in the depth-first tree to dominators. */
  private void dominators(int[] parents) {
    for (int node = 1; node < count; node++) {
      int dominator = parents[node];
      while (dominator > semi[node]) {
        dominator = parents[dominator];
      }
      parents[node] = dominator;
    }
  }

  private long[] retained(int[] dominators) {
    long[] retained = new long[count];
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (nodes[id] != 0) {
                retained[nodes[id]] = size;
              }
            });
    for (int node = count - 1; node > 0; node--) {
      retained[dominators[node]] += retained[node];
    }
    return retained;
  }
}
