package dev.godump.heap.dominators;

import dev.godump.graph.Edges;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.Storage;

/**
 * The strongly connected components of a graph (Pearce, A Space-Efficient Algorithm for Finding
 * Strongly Connected Components, 2016). They are numbered so that an edge between two components
 * leads to the higher number.
 */
final class Components {
  private final Edges edges;

  /**
   * The paper's rindex: during the search, the lowest preorder number reached; then the number of
   * the component. 0 if not visited.
   */
  private final IntVector rindexByNode;

  /** Visited nodes by component, the highest component first. */
  private final IntVector nodesByComponent;

  private final IntVector path;
  private final LongVector pathEdges;

  /** Preorder numbers, from 1, of the nodes on the path. */
  private final IntVector preorderOnPath;

  private final IntVector unassigned;
  private int visited;
  private int component;

  /**
   * Prepares for a graph. No node is visited until {@link #search} is called.
   *
   * @param nodes the number of nodes
   * @param storage for 8 bytes per node, and up to 20 more if the graph is one long path
   */
  Components(Edges edges, int nodes, Storage storage) {
    this.edges = edges;
    rindexByNode = storage.ints(nodes);
    nodesByComponent = storage.ints();
    path = storage.ints();
    pathEdges = storage.longs();
    preorderOnPath = storage.ints();
    unassigned = storage.ints();
    component = nodes;
  }

  /** Finds the components of all nodes reachable from a node. */
  void search(int start) {
    if (rindexByNode.get(start) != 0) {
      return;
    }
    enter(start);
    while (path.size() > 0) {
      long top = path.size() - 1;
      int node = path.get(top);
      long edge = pathEdges.get(top);
      if (edge == Edges.NONE) {
        leave(node);
        continue;
      }
      int target = edges.target(edge);
      if (rindexByNode.get(target) == 0) {
        // the edge is examined again once its target is numbered
        enter(target);
      } else {
        rindexByNode.set(node, Math.min(rindexByNode.get(node), rindexByNode.get(target)));
        pathEdges.set(top, edges.next(edge));
      }
    }
  }

  private void enter(int node) {
    rindexByNode.set(node, ++visited);
    path.add(node);
    pathEdges.add(edges.first(node));
    unassigned.add(node);
    preorderOnPath.add(visited);
  }

  private void leave(int node) {
    pop(path);
    pathEdges.truncate(pathEdges.size() - 1);
    if (rindexByNode.get(node) != pop(preorderOnPath)) {
      return;
    }
    // numbers of finished components are above all preorder numbers to come
    int member;
    do {
      member = pop(unassigned);
      rindexByNode.set(member, component);
      nodesByComponent.add(member);
      visited--;
    } while (member != node);
    component--;
  }

  private static int pop(IntVector stack) {
    int top = stack.get(stack.size() - 1);
    stack.truncate(stack.size() - 1);
    return top;
  }

  /** The number of nodes visited. */
  int foundCount() {
    return (int) nodesByComponent.size();
  }

  /**
   * The node at an index of the visited nodes, which are sorted by component, the highest first.
   */
  int node(int index) {
    return nodesByComponent.get(index);
  }

  /** The component of a visited node: from 1 to the number of nodes. */
  int componentOf(int node) {
    return rindexByNode.get(node);
  }
}
