package dev.godump.heap.dominators;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.RootOwners;
import dev.godump.io.BackgroundTask;
import dev.godump.vector.IdSet;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;

/**
 * Numbers what the virtual root reaches in preorder of a depth-first search: holders of roots, and
 * objects in the order of pointer fields, but that leaves, of which no pointers go out, and what
 * was seen before are done with first. No recursion; a node is kept on the stack only while there
 * is something else of it to be entered, so that a long list takes none.
 *
 * <p>The order of visits is an order that memory doesn't have, so what an object costs is cache
 * misses. Which objects were seen and which have no pointers are bits, few enough to stay in the
 * cache. Edges to what was seen are only noted; their nodes are looked up beside the search, a
 * batch at a time.
 */
final class DepthFirstSearch {
  private static final int BATCH = 1 << 13;

  private final Edges edges;
  private final Roots roots;
  private final RootOwners holders;

  private final IdSet seen;
  private final IdSet leaves;

  private final IntVector nodes;
  private final int[] holderNodes;
  private final IntVector parents;
  private final NonTreeEdges others;
  private int count;

  /** Edges to objects that were seen: the node, the object. */
  private int[] met = new int[2 * BATCH];

  private int metLength;

  /** The batch before is read from here. */
  private int[] handedOver = new int[2 * BATCH];

  private BackgroundTask<Void> takingDown = BackgroundTask.run(() -> {});

  private final DfsStack stack;

  private DepthFirstSearch(HeapGraph graph, RootOwners holders, Storage storage) {
    this.edges = graph.edges();
    this.roots = graph.roots();
    this.holders = holders;
    holderNodes = new int[holders.count()];
    int objects = graph.objects().count();
    seen = new IdSet(objects);
    leaves = leaves(objects);
    nodes = storage.ints(objects);
    int most = objects + holders.count() + 1;
    parents = storage.ints(most);
    others = new NonTreeEdges(most, storage);
    stack = new DfsStack(storage, edges.limit());
  }

  private IdSet leaves(int objects) {
    IdSet leaves = new IdSet(objects);
    for (int id = 0; id < objects; id++) {
      if (edges.first(id) < 0) {
        leaves.add(id);
      }
    }
    return leaves;
  }

  /**
   * What was found.
   *
   * @param nodes of each object, 0 for garbage
   * @param holderNodes node of each holder
   * @param parents of each node in the tree of the search
   * @param others the edges that are not in it
   */
  record Preorder(IntVector nodes, int[] holderNodes, IntVector parents, NonTreeEdges others) {}

  static Preorder of(HeapGraph graph, RootOwners holders, Storage storage) {
    DepthFirstSearch search = new DepthFirstSearch(graph, holders, storage);
    search.add(DominatorTree.ROOT);
    for (int h = 0; h < holders.count(); h++) {
      if (holders.parent(h) < 0) {
        search.enterHolder(h, DominatorTree.ROOT);
      }
    }
    search.handOver();
    search.takingDown.result();
    search.parents.truncate(search.count);
    return new Preorder(search.nodes, search.holderNodes, search.parents, search.others);
  }

  private void enterHolder(int number, int from) {
    int node = add(from);
    holderNodes[number] = node;
    RootOwners.Owner holder = holders.get(number);
    for (int i = 0; i < holder.roots().size(); i++) {
      int object = roots.target(holder.roots().getInt(i));
      if (seen.add(object)) {
        enterObject(object, node);
      } else {
        meet(node, object);
      }
    }
    for (int i = 0; i < holder.children().size(); i++) {
      enterHolder(holder.children().getInt(i), node);
    }
  }

  private int add(int parent) {
    parents.set(count, parent);
    return count++;
  }

  private int addObject(int object, int parent) {
    nodes.set(object, count);
    return add(parent);
  }

  private void meet(int node, int object) {
    met[metLength] = node;
    met[metLength + 1] = object;
    metLength += 2;
    if (metLength == met.length) {
      handOver();
    }
  }

  private void handOver() {
    takingDown.result();
    int[] batch = met;
    int length = metLength;
    met = handedOver;
    handedOver = batch;
    metLength = 0;
    takingDown = BackgroundTask.run(() -> takeDown(batch, length));
  }

  private void takeDown(int[] batch, int length) {
    for (int i = 0; i < length; i += 2) {
      int to = nodes.get(batch[i + 1]);
      if (to != batch[i]) {
        others.add(batch[i], to);
      }
    }
  }

  /** Enters an object seen for the first time, and all that is reached from it alone or first. */
  private void enterObject(int object, int from) {
    int node = addObject(object, from);
    long edge = leaves.contains(object) ? -1 : passOver(node, edges.first(object));
    while (true) {
      if (edge < 0) {
        if (stack.isEmpty()) {
          return;
        }
        node = stack.topNode();
        edge = passOver(node, stack.popEdge());
        continue;
      }
      int target = edges.target(edge);
      long rest = edges.next(edge);
      if (rest >= 0) {
        rest = passOver(node, rest);
      }
      stack.push(node, rest);
      seen.add(target);
      node = addObject(target, node);
      edge = passOver(node, edges.first(target));
    }
  }

  /**
   * Goes on in a row as far as nothing has to be entered: over what was seen, and over leaves.
   *
   * @return the edge to an object to enter, or -1 at the end of the row
   */
  private long passOver(int node, long edge) {
    long at = edge;
    while (at >= 0) {
      int target = edges.target(at);
      if (seen.contains(target)) {
        meet(node, target);
      } else if (leaves.contains(target)) {
        seen.add(target);
        addObject(target, node);
      } else {
        return at;
      }
      at = edges.next(at);
    }
    return -1;
  }
}
