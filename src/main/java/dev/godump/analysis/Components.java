package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * The strongly connected components of what is live: objects of one lead to each other. Numbered from 0
 * so that an edge from one to another leads to the higher number (Pearce, A Space-Efficient Algorithm for
 * Finding Strongly Connected Components, 2016).
 */
final class Components {
  private final Edges edges;

  /** While searching, 1 more than the lowest preorder number that is reached; then the component's. */
  private final int[] numbers;

  /** Live objects by component, the highest first. */
  private final int[] order;

  private final IntArrayList path = new IntArrayList();
  private final LongArrayList pathEdges = new LongArrayList();

  /** Preorder numbers of the objects on the path. */
  private final IntArrayList entered = new IntArrayList();

  private final IntArrayList open = new IntArrayList();
  private int ordered;
  private int visited;
  private int component;

  Components(HeapGraph graph) {
    edges = graph.edges();
    int count = graph.objects().count();
    numbers = new int[count];
    order = new int[count];
    component = count;
    for (int root = 0; root < graph.roots().count(); root++) {
      if (numbers[graph.roots().target(root)] == 0) {
        search(graph.roots().target(root));
      }
    }
  }

  private void search(int start) {
    enter(start);
    while (!path.isEmpty()) {
      int top = path.size() - 1;
      int object = path.getInt(top);
      long edge = pathEdges.getLong(top);
      if (edge < 0) {
        leave(object);
        continue;
      }
      int target = edges.target(edge);
      if (numbers[target] == 0) {
        // this edge is looked at again when its target's number is known
        enter(target);
      } else {
        numbers[object] = Math.min(numbers[object], numbers[target]);
        pathEdges.set(top, edges.next(edge));
      }
    }
  }

  private void enter(int object) {
    numbers[object] = ++visited;
    path.add(object);
    pathEdges.add(edges.first(object));
    open.add(object);
    entered.add(visited);
  }

  private void leave(int object) {
    path.removeInt(path.size() - 1);
    pathEdges.removeLong(pathEdges.size() - 1);
    if (numbers[object] != entered.removeInt(entered.size() - 1)) {
      return;
    }
    // numbers of finished components are above all preorder numbers to come
    int member;
    do {
      member = open.removeInt(open.size() - 1);
      numbers[member] = component;
      order[ordered++] = member;
      visited--;
    } while (member != object);
    component--;
  }

  /** How many live objects there are. */
  int live() {
    return ordered;
  }

  /** A live object by its place in an order in which those of higher components come first. */
  int object(int place) {
    return order[place];
  }

  /** The component of a live object, 1 or more and no more than there are objects; 0 of garbage. */
  int of(int object) {
    return numbers[object];
  }
}
