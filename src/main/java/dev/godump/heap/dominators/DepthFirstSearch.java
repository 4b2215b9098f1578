package dev.godump.heap.dominators;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootOwners;
import dev.godump.io.Parallel;
import dev.godump.vector.IdSet;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;

/**
 * Numbers root owners and live objects in DFS preorder, from the virtual root. Within a row of
 * pointer fields, leaves (objects without pointers) are numbered before the search descends
 * further; all other objects are numbered in the order of the fields. The pointers of a g and to
 * wait records count as their goroutine's: see {@link GoroutineObjects}.
 *
 * <p>Objects take no recursion. A node stays on the stack only while its row has another object to
 * enter, so a long list takes no stack. Owners nest at most three levels deep and are entered
 * recursively.
 *
 * <p>The search visits objects in an order unrelated to their order in memory, so its cost is cache
 * misses. The sets of visited objects and of leaves are small enough to stay in the cache. Nodes of
 * objects and edges to visited objects are only recorded; an {@link EdgeBatch} writes and looks up
 * nodes by object in the background.
 */
final class DepthFirstSearch {
  private static final long NO_EDGE = Edges.NONE;

  private final Edges edges;
  private final Roots roots;
  private final RootOwners owners;

  /** Includes the wait records from the start: only their goroutines enter them. */
  private final IdSet visited;

  /** Objects without pointers, and g's: their pointers count as their goroutines'. */
  private final IdSet leaves;

  private final GoroutineObjects goroutineObjects;

  /** Read and written in the background only. */
  private final IntVector nodeByObject;

  private final int[] nodeByOwner;
  private final IntVector parentByNode;
  private final NonTreeEdges nonTreeEdges;
  private int count;

  /** New nodes of objects, each with the complement of its object, and edges to visited objects. */
  private final EdgeBatch batch;

  private final DfsStack stack;

  private DepthFirstSearch(HeapGraph graph, RootOwners owners, Storage storage) {
    this.edges = graph.edges();
    this.roots = graph.roots();
    this.owners = owners;
    nodeByOwner = new int[owners.count()];
    int objects = graph.objects().count();
    Parallel.Task<IdSet> findingLeaves = Parallel.start(() -> leaves(objects));
    visited = new IdSet(objects);
    goroutineObjects = owners.goroutineObjects();
    nodeByObject = storage.ints(objects);
    int maxNodes = objects + owners.count() + 1;
    parentByNode = storage.ints(maxNodes);
    nonTreeEdges = new NonTreeEdges(maxNodes, storage);
    batch = new EdgeBatch(this::addNodeOrEdge);
    stack = new DfsStack(storage, edges.limit());
    leaves = findingLeaves.result();
    markGoroutineObjects();
  }

  private IdSet leaves(int objects) {
    IdSet leaves = new IdSet(objects);
    for (int id = 0; id < objects; id++) {
      if (edges.first(id) == Edges.NONE) {
        leaves.add(id);
      }
    }
    return leaves;
  }

  private void markGoroutineObjects() {
    for (int goroutine = 0; goroutine < goroutineObjects.goroutines(); goroutine++) {
      int g = goroutineObjects.g(goroutine);
      if (g >= 0) {
        leaves.add(g);
        goroutineObjects.waitRecords(goroutine).forEach(visited::add);
      }
    }
  }

  /**
   * The result of a search.
   *
   * @param nodeByObject 0 for garbage
   * @param parentByNode parents in the depth-first tree
   * @param nonTreeEdges the edges that are not in that tree
   */
  record Preorder(
      IntVector nodeByObject,
      int[] nodeByOwner,
      IntVector parentByNode,
      NonTreeEdges nonTreeEdges) {}

  /** Searches a graph; takes time in proportion to live objects and their edges. */
  static Preorder of(HeapGraph graph, RootOwners owners, Storage storage) {
    DepthFirstSearch search = new DepthFirstSearch(graph, owners, storage);
    search.addNode(DominatorTree.ROOT);
    for (int owner = 0; owner < owners.count(); owner++) {
      if (owners.parent(owner) == RootOwners.NONE) {
        search.enterOwner(owner, DominatorTree.ROOT);
      }
    }
    search.batch.finish();
    search.parentByNode.truncate(search.count);
    return new Preorder(
        search.nodeByObject, search.nodeByOwner, search.parentByNode, search.nonTreeEdges);
  }

  private void enterOwner(int id, int parent) {
    int node = addNode(parent);
    nodeByOwner[id] = node;
    RootOwners.Owner owner = owners.get(id);
    for (int i = 0; i < owner.roots().size(); i++) {
      enterOnce(roots.target(owner.roots().getInt(i)), node);
    }
    for (int object : owners.held(id)) {
      if (goroutineObjects.isWaitRecord(object)) {
        enterWaitRecord(object, node);
      } else {
        enterOnce(object, node);
      }
    }
    for (int i = 0; i < owner.children().size(); i++) {
      enterOwner(owner.children().getInt(i), node);
    }
  }

  private void enterOnce(int object, int parent) {
    if (visited.add(object)) {
      searchFrom(object, parent);
    } else {
      batch.add(parent, object);
    }
  }

  /** Enters a wait record and all objects first reached through it, but not its goroutine's g. */
  private void enterWaitRecord(int object, int parent) {
    int node = addObject(object, parent);
    for (long e = edges.first(object); e != Edges.NONE; e = edges.next(e)) {
      if (!goroutineObjects.isG(edges.target(e))) {
        enterOnce(edges.target(e), node);
      }
    }
  }

  /** Enters an object visited for the first time, and all objects first reached through it. */
  private void searchFrom(int object, int parent) {
    stack.push(addObject(object, parent), leaves.contains(object) ? NO_EDGE : edges.first(object));
    while (!stack.isEmpty()) {
      int node = stack.topNode();
      long edge = nextToEnter(node, stack.popEdge());
      while (edge != NO_EDGE) {
        int target = edges.target(edge);
        long rest = edges.next(edge);
        stack.push(node, rest == NO_EDGE ? NO_EDGE : nextToEnter(node, rest));
        visited.add(target);
        node = addObject(target, node);
        edge = nextToEnter(node, edges.first(target));
      }
    }
  }

  /**
   * Skips edges of a row whose targets need not be entered: records those to visited objects, and
   * numbers leaves.
   *
   * @return the first edge to an object to enter, or {@link #NO_EDGE} at the end of the row
   */
  private long nextToEnter(int node, long first) {
    long edge = first;
    while (edge != NO_EDGE) {
      int target = edges.target(edge);
      if (visited.contains(target)) {
        batch.add(node, target);
      } else if (leaves.contains(target)) {
        visited.add(target);
        addObject(target, node);
      } else {
        return edge;
      }
      edge = edges.next(edge);
    }
    return NO_EDGE;
  }

  private int addNode(int parent) {
    parentByNode.set(count, parent);
    return count++;
  }

  private int addObject(int object, int parent) {
    batch.add(count, ~object);
    return addNode(parent);
  }

  private void addNodeOrEdge(int node, int object) {
    if (object < 0) {
      nodeByObject.set(~object, node);
    } else {
      addNonTreeEdge(node, object);
    }
  }

  private void addNonTreeEdge(int node, int object) {
    int target = nodeByObject.get(object);
    if (target != node && !goroutineObjects.isWaitRecord(object)) {
      nonTreeEdges.add(node, target);
    }
  }
}
