package dev.godump.analysis;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.IntVector;
import dev.godump.graph.Roots;
import dev.godump.graph.Storage;

/**
 * Numbers what the virtual root reaches in preorder of a depth-first search: holders of roots, and
 * objects in the order of pointer fields. No recursion; a node whose last pointer is being followed
 * isn't kept on the stack, so that a long list takes none.
 *
 * <p>The order of visits is an order that memory doesn't have, so what an object costs is cache misses.
 * Which objects were seen and which have no pointers are bits, few enough to stay in the cache.
 */
final class DepthFirstSearch {
  private final Edges edges;
  private final Roots roots;
  private final RootHolders holders;

  private final long[] seen;
  private final long[] leaves;

  private final IntVector nodes;
  private final int[] holderNodes;
  private final IntVector vertices;
  private final IntVector parents;
  private final OtherEdges others;
  private int count;

  /** For each node to come back to: how far its row was followed; how far it is from the one below it. */
  private final NumberStack stack;

  private DepthFirstSearch(HeapGraph graph, RootHolders holders, Storage storage) {
    this.edges = graph.edges();
    this.roots = graph.roots();
    this.holders = holders;
    holderNodes = new int[holders.count()];
    int objects = graph.objects().count();
    seen = new long[(objects + 63) >>> 6];
    leaves = leaves(objects);
    nodes = storage.ints(objects);
    int most = objects + holders.count() + 1;
    vertices = storage.ints(most);
    parents = storage.ints(most);
    others = new OtherEdges(most, storage);
    stack = new NumberStack(storage);
  }

  private long[] leaves(int objects) {
    long[] bits = new long[(objects + 63) >>> 6];
    for (int id = 0; id < objects; id++) {
      if (edges.first(id) < 0) {
        bits[id >>> 6] |= 1L << id;
      }
    }
    return bits;
  }

  /**
   * What was found.
   *
   * @param nodes of each object, 0 for garbage
   * @param holderNodes node of each holder
   * @param parents of each node in the tree of the search
   * @param others the edges that are not in it
   */
  record Preorder(IntVector nodes, int[] holderNodes, IntVector parents, OtherEdges others) {}

  static Preorder of(HeapGraph graph, RootHolders holders, Storage storage) {
    DepthFirstSearch search = new DepthFirstSearch(graph, holders, storage);
    search.add(0, DominatorTree.ROOT);
    for (int h = 0; h < holders.count(); h++) {
      if (holders.parent(h) < 0) {
        search.enterHolder(h, DominatorTree.ROOT);
      }
    }
    search.parents.truncate(search.count);
    return new Preorder(search.nodes, search.holderNodes, search.parents, search.others);
  }

  private void enterHolder(int number, int from) {
    int node = add(~number, from);
    holderNodes[number] = node;
    RootHolders.Holder holder = holders.get(number);
    for (int i = 0; i < holder.roots().size(); i++) {
      int object = roots.target(holder.roots().getInt(i));
      if (firstVisit(object)) {
        enterObject(object, node);
      } else {
        others.add(node, nodes.get(object));
      }
    }
    for (int i = 0; i < holder.below().size(); i++) {
      enterHolder(holder.below().getInt(i), node);
    }
  }

  private int add(int vertex, int parent) {
    vertices.set(count, vertex);
    parents.set(count, parent);
    return count++;
  }

  private int addObject(int object, int parent) {
    nodes.set(object, count);
    return add(object, parent);
  }

  private boolean firstVisit(int object) {
    long word = seen[object >>> 6];
    long bit = 1L << object;
    seen[object >>> 6] = word | bit;
    return (word & bit) == 0;
  }

  private boolean leaf(int object) {
    return (leaves[object >>> 6] & 1L << object) != 0;
  }

  private void enterObject(int object, int from) {
    int node = addObject(object, from);
    long row = edges.first(object);
    long edge = row;
    int below = 0;
    while (true) {
      while (edge >= 0) {
        int target = edges.target(edge);
        edge = edges.next(edge);
        if (!firstVisit(target)) {
          int to = nodes.get(target);
          if (to != node) {
            others.add(node, to);
          }
          continue;
        }
        int child = addObject(target, node);
        if (!leaf(target)) {
          if (edge >= 0) {
            stack.push((int) (edge - row));
            stack.push(node - below);
            below = node;
          }
          node = child;
          row = edges.first(target);
          edge = row;
        }
      }
      if (below == 0) {
        return;
      }
      node = below;
      below = node - stack.pop();
      row = edges.first(vertices.get(node));
      edge = row + stack.pop();
    }
  }
}
