package dev.godump.heap.dominators;

import dev.godump.graph.Edges;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.Storage;

/**
 * The strongly connected components of a graph whose nodes can all be reached from some: nodes of
 * one lead to each other. Numbered so that an edge from one to another leads to the higher number
 * (Pearce, A Space-Efficient Algorithm for Finding Strongly Connected Components, 2016).
 */
final class Components {
  private final Edges edges;

  /**
   * While searching, 1 more than the lowest preorder number that is reached; then the component's.
   */
  private final IntVector rindexByNode;

  /** Nodes by component, the highest first. */
  private final IntVector nodesByComponent;

  private final IntVector path;
  private final LongVector pathEdges;

  /** Preorder numbers of the nodes on the path. */
  private final IntVector preorderOnPath;

  private final IntVector unassigned;
  private int visited;
  private int component;

  /**
   * Of a graph with nodes from 0, none of which is found until {@link #search} is called.
   *
   * @param storage for 8 bytes a node, and up to 20 more where it is one long path
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

  /** Finds the components of all that a node leads to. */
  void search(int start) {
    if (rindexByNode.get(start) != 0) {
      return;
    }
    enter(start);
    while (path.size() > 0) {
      long top = path.size() - 1;
      int node = path.get(top);
      long edge = pathEdges.get(top);
      if (edge < 0) {
        leave(node);
        continue;
      }
      int target = edges.target(edge);
      if (rindexByNode.get(target) == 0) {
        // this edge is looked at again when its target's number is known
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

  /** How many nodes were found. */
  int foundCount() {
    return (int) nodesByComponent.size();
  }

  /**
   * A node that was found by its place in an order in which those of higher components come first.
   */
  int node(int index) {
    return nodesByComponent.get(index);
  }

  /** The component of a node that was found, 1 or more and no more than there are nodes. */
  int componentOf(int node) {
    return rindexByNode.get(node);
  }
}
