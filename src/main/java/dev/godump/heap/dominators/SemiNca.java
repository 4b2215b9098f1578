package dev.godump.heap.dominators;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootOwners;
import dev.godump.io.BackgroundTask;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;

/**
 * Computes a {@link DominatorTree}: depth-first search, semidominators in reverse preorder with
 * path compression, then dominators in preorder. Nodes are numbered in preorder. Compression turns
 * pointers round on its way up, so that it needs no stack.
 *
 * <p>What takes an int per node is kept no longer than it is needed, and its place is used again,
 * so that besides the other edges (about 6 bytes a node) there are at most four ints a node at a
 * time.
 */
final class SemiNca {
  private final HeapGraph graph;
  private final RootOwners holders;
  private final Storage storage;

  private int[] holderNodes;

  /** Of each object, 0 for garbage. */
  private IntVector nodes;

  /**
   * Parent in the depth-first tree; once a node is linked, an ancestor in its compressed path; then
   * its dominator.
   */
  private IntVector ancestors;

  /** Semidominator of each node. */
  private IntVector semi;

  SemiNca(HeapGraph graph, RootOwners holders, Storage storage) {
    this.graph = graph;
    this.holders = holders;
    this.storage = storage;
  }

  DominatorTree tree() {
    dominators(semidominators(search()));
    BackgroundTask<IntVector> vertices = BackgroundTask.start(this::vertices);
    RetainedSizes retained = retained();
    return new ComputedTree(holders, nodes, holderNodes, vertices.result(), ancestors, retained);
  }

  private NonTreeEdges search() {
    DepthFirstSearch.Preorder preorder = DepthFirstSearch.of(graph, holders, storage);
    nodes = preorder.nodes();
    holderNodes = preorder.holderNodes();
    ancestors = preorder.parents();
    return preorder.others();
  }

  /**
   * Takes predecessors from the last node down.
   *
   * @return how far each node is from its parent, the first on top
   */
  private VarintStack semidominators(NonTreeEdges others) {
    VarintStack parents = new VarintStack(storage);
    semi = storage.ints(ancestors.size());
    Paths paths = new Paths(ancestors, storage.ints());
    int last = (int) ancestors.size() - 1;
    BackgroundTask<NonTreeEdges.Rows> sorting = sorting(others, last);
    while (last > 0) {
      NonTreeEdges.Rows rows = sorting.result();
      int first = others.firstOfRange(last);
      sorting = sorting(others, first - 1);
      for (int node = last; node > 0 && node >= first; node--) {
        int parent = ancestors.get(node);
        int smallest = parent;
        long end = rows.end(node);
        for (long i = rows.start(node); i < end; i++) {
          smallest = Math.min(smallest, paths.leastAbove(rows.source(i), node));
        }
        parents.push(node - parent);
        semi.set(node, smallest);
        paths.link(smallest);
      }
      last = first - 1;
    }
    return parents;
  }

  /** The rows of a range are made while those of the range before are gone through. */
  private static BackgroundTask<NonTreeEdges.Rows> sorting(NonTreeEdges others, int node) {
    return BackgroundTask.start(() -> node > 0 ? others.rows(node) : null);
  }

  /** From parents in the depth-first tree to dominators. */
  private void dominators(VarintStack parents) {
    IntVector dominators = ancestors;
    for (int node = 1; node < dominators.size(); node++) {
      int dominator = node - parents.pop();
      int above = semi.get(node);
      while (dominator > above) {
        dominator = dominators.get(dominator);
      }
      dominators.set(node, dominator);
    }
  }

  private RetainedSizes retained() {
    RetainedSizes retained = new RetainedSizes(semi, graph.objects().bytes(), storage);
    semi = null;
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              int node = nodes.get(id);
              if (node != 0) {
                retained.set(node, size);
              }
            });
    for (int node = (int) ancestors.size() - 1; node > 0; node--) {
      int dominator = ancestors.get(node);
      retained.set(dominator, retained.get(dominator) + retained.get(node));
    }
    return retained;
  }

  /** Of each node: the object's id, or the holder's number inverted. */
  private IntVector vertices() {
    IntVector vertices = storage.ints(ancestors.size());
    for (int id = 0; id < nodes.size(); id++) {
      int node = nodes.get(id);
      if (node != 0) {
        vertices.set(node, id);
      }
    }
    for (int holder = 0; holder < holderNodes.length; holder++) {
      vertices.set(holderNodes[holder], ~holder);
    }
    return vertices;
  }

  /**
   * Paths up the depth-first tree, compressed, among the nodes that are linked: all above a number.
   */
  private static final class Paths {
    private final IntVector ancestors;

    /** Least semidominator on the path from each linked node, the last node's first. */
    private final IntVector least;

    private final int top;

    Paths(IntVector ancestors, IntVector least) {
      this.ancestors = ancestors;
      this.least = least;
      top = (int) ancestors.size() - 1;
    }

    /** The next lower node is linked. */
    void link(int semidominator) {
      least.add(semidominator);
    }

    /**
     * The least semidominator on the tree path from a node up to, but without, the first ancestor
     * that is not linked yet; the node itself if it isn't. All nodes behind {@code linked} are
     * linked.
     */
    int leastAbove(int node, int linked) {
      if (node <= linked) {
        return node;
      }
      if (ancestors.get(node) <= linked) {
        return least.get(top - node);
      }
      // up the path, turning it round
      int below = -1;
      int at = node;
      int above = ancestors.get(at);
      while (above > linked) {
        ancestors.set(at, below);
        below = at;
        at = above;
        above = ancestors.get(at);
      }
      // down again, every node now pointing past the top
      int smallest = least.get(top - at);
      while (below >= 0) {
        int next = ancestors.get(below);
        smallest = Math.min(smallest, least.get(top - below));
        least.set(top - below, smallest);
        ancestors.set(below, above);
        below = next;
      }
      return smallest;
    }
  }
}
