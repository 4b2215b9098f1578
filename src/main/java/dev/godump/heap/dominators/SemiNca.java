package dev.godump.heap.dominators;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootOwners;
import dev.godump.io.Parallel;
import dev.godump.vector.IntVector;
import dev.godump.vector.Storage;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Computes a {@link DominatorTree} by Semi-NCA (Georgiadis, Tarjan and Werneck, Finding Dominators
 * in Practice, 2006): a depth-first search, then semidominators in reverse preorder with path
 * compression, then dominators in preorder. Nodes are numbered in preorder.
 *
 * <p>A vector with an int per node is freed when its phase ends, or the next phase takes over its
 * storage: {@link #parentByNode} becomes {@link #dominatorByNode}, and {@link #semiByNode} becomes
 * retained sizes. So there are at most four ints per node at a time, and the edges that are not in
 * the depth-first tree, about 6 bytes per node.
 */
final class SemiNca {
  private final HeapGraph graph;
  private final RootOwners owners;
  private final Storage storage;

  /** 0 for garbage. */
  private final IntVector nodeByObject;

  private final int[] nodeByOwner;

  /** Parents in the depth-first tree, until semidominators are computed. */
  private final IntVector parentByNode;

  /** Semidominators, until dominators are computed. */
  private final IntVector semiByNode;

  /** Dominators, in the storage of {@link #parentByNode}. */
  private final IntVector dominatorByNode;

  /** Null once semidominators are computed. */
  private @Nullable NonTreeEdges nonTreeEdges;

  SemiNca(HeapGraph graph, RootOwners owners, Storage storage) {
    this.graph = graph;
    this.owners = owners;
    this.storage = storage;
    DepthFirstSearch.Preorder preorder = DepthFirstSearch.of(graph, owners, storage);
    nodeByObject = preorder.nodeByObject();
    nodeByOwner = preorder.nodeByOwner();
    parentByNode = preorder.parentByNode();
    nonTreeEdges = preorder.nonTreeEdges();
    semiByNode = storage.ints(parentByNode.size());
    dominatorByNode = parentByNode;
  }

  DominatorTree tree() {
    computeDominators(computeSemidominators());
    Parallel.Task<IntVector> vertexByNode = Parallel.start(this::vertices);
    RetainedSizes retained = retained();
    return new ComputedTree(
        graph, owners, nodeByObject, nodeByOwner, vertexByNode.result(), dominatorByNode, retained);
  }

  /**
   * Computes semidominators from the last node down.
   *
   * @return the distance of each node to its parent, that of node 1 on top: path compression
   *     overwrites the parents themselves
   */
  private VarintStack computeSemidominators() {
    NonTreeEdges edges = Objects.requireNonNull(nonTreeEdges);
    VarintStack parentDistances = new VarintStack(storage);
    Forest forest = new Forest(parentByNode, storage.ints());
    int last = (int) parentByNode.size() - 1;
    Parallel.Task<Optional<NonTreeEdges.Predecessors>> sorting = sort(edges, last);
    while (last > 0) {
      NonTreeEdges.Predecessors predecessors = sorting.result().orElseThrow();
      int first = edges.firstOfRange(last);
      sorting = sort(edges, first - 1);
      for (int node = last; node > 0 && node >= first; node--) {
        // not linked yet, so this is still the parent
        int parent = parentByNode.get(node);
        int semi = parent;
        long end = predecessors.end(node);
        for (long i = predecessors.start(node); i < end; i++) {
          semi = Math.min(semi, forest.eval(predecessors.source(i), node));
        }
        parentDistances.push(node - parent);
        semiByNode.set(node, semi);
        forest.link(semi);
      }
      last = first - 1;
    }
    nonTreeEdges = null;
    return parentDistances;
  }

  /** Sorts the edges to the range of a node while those to the range after it are processed. */
  private static Parallel.Task<Optional<NonTreeEdges.Predecessors>> sort(
      NonTreeEdges edges, int node) {
    return Parallel.start(
        () -> node > 0 ? Optional.of(edges.predecessors(node)) : Optional.empty());
  }

  /** A dominator is the nearest ancestor of the parent that is not below the semidominator. */
  private void computeDominators(VarintStack parentDistances) {
    for (int node = 1; node < dominatorByNode.size(); node++) {
      int dominator = node - parentDistances.pop();
      int semi = semiByNode.get(node);
      while (dominator > semi) {
        dominator = dominatorByNode.get(dominator);
      }
      dominatorByNode.set(node, dominator);
    }
  }

  private RetainedSizes retained() {
    RetainedSizes retainedByNode = new RetainedSizes(semiByNode, graph.objects().bytes(), storage);
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              int node = nodeByObject.get(id);
              if (node != 0) {
                retainedByNode.set(node, size);
              }
            });
    for (int node = (int) dominatorByNode.size() - 1; node > 0; node--) {
      int dominator = dominatorByNode.get(node);
      retainedByNode.set(dominator, retainedByNode.get(dominator) + retainedByNode.get(node));
    }
    return retainedByNode;
  }

  /** For each node: the object's id, or the complement of the owner's. */
  private IntVector vertices() {
    IntVector vertexByNode = storage.ints(dominatorByNode.size());
    for (int id = 0; id < nodeByObject.size(); id++) {
      int node = nodeByObject.get(id);
      if (node != 0) {
        vertexByNode.set(node, id);
      }
    }
    for (int owner = 0; owner < nodeByOwner.length; owner++) {
      vertexByNode.set(nodeByOwner[owner], ~owner);
    }
    return vertexByNode;
  }

  /**
   * The linked nodes, those above some number, with their paths up the depth-first tree compressed.
   */
  private static final class Forest {
    private static final int NONE = -1;

    /** Parents of nodes that are not linked; ancestors of those that are. */
    private final IntVector ancestorByNode;

    /**
     * The least semidominator on the compressed path of each linked node; that of the last node
     * comes first.
     */
    private final IntVector labels;

    private final int top;

    Forest(IntVector ancestorByNode, IntVector labels) {
      this.ancestorByNode = ancestorByNode;
      this.labels = labels;
      top = (int) ancestorByNode.size() - 1;
    }

    /** Links the next lower node. */
    void link(int semi) {
      labels.add(semi);
    }

    /**
     * Returns the least semidominator on the tree path from a node up to, but not including, its
     * first ancestor that is not linked; the node itself if it is not linked.
     *
     * @param linked the node that all linked nodes are above
     */
    int eval(int node, int linked) {
      if (node <= linked) {
        return node;
      }
      if (ancestorByNode.get(node) <= linked) {
        return labels.get(top - node);
      }
      return compress(node, linked);
    }

    /**
     * Points all nodes of a path at the first ancestor that is not linked. Reverses the pointers on
     * the way up, and so needs no stack.
     */
    private int compress(int node, int linked) {
      int below = NONE;
      int at = node;
      int above = ancestorByNode.get(at);
      while (above > linked) {
        ancestorByNode.set(at, below);
        below = at;
        at = above;
        above = ancestorByNode.get(at);
      }
      // down again, from the last linked node of the path
      int least = labels.get(top - at);
      while (below != NONE) {
        int next = ancestorByNode.get(below);
        least = Math.min(least, labels.get(top - below));
        labels.set(top - below, least);
        ancestorByNode.set(below, above);
        below = next;
      }
      return least;
    }
  }
}
