package dev.godump.heap.dominators;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootOwners;
import dev.godump.io.Lazy;
import dev.godump.vector.IdSet;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The dominator tree of all live objects and root owners, under one virtual root: X dominates Y if
 * every path from the root to Y goes through X. The objects that X dominates would be garbage
 * without X; their bytes are X's retained size.
 *
 * <p>Above all, it is a tree of holders: what a g points at counts for its goroutine, and only a
 * goroutine leads to its wait records (see {@link GoroutineObjects}). So a goroutine or group
 * retains what would be garbage if it exited. This changes nothing for objects other than the
 * runtime's own of goroutines; {@link #retainedByObject} and {@link #dominatingObject} give the
 * sizes and dominators of those by pointers alone.
 *
 * <p>A node is an object, a {@link RootOwners root owner}, or the virtual root, which is node 0. A
 * dominator has a lower number than the nodes it dominates. Sizes are exact; the tree is computed
 * by {@link SemiNca} in O(m log n).
 */
public abstract class DominatorTree {
  /** The virtual root. */
  public static final int ROOT = 0;

  private final RootOwners owners;
  private final int objects;
  private final int count;
  private final Supplier<ObjectDominators> objectDominators;
  private final Supplier<IdSet> rootTargets;

  DominatorTree(HeapGraph graph, RootOwners owners, int count) {
    this.owners = owners;
    this.objects = graph.objects().count();
    this.count = count;
    objectDominators = new Lazy<>(() -> new ObjectDominators(graph, this));
    rootTargets = new Lazy<>(() -> rootTargets(graph));
  }

  /**
   * Computes the tree. For a dump that was truncated before its roots ({@link
   * LoadResult.RootsRead#TOO_FEW}) it is meaningless.
   */
  public static DominatorTree of(HeapGraph graph) {
    return new SemiNca(graph, RootOwners.of(graph), graph.storage()).tree();
  }

  /** The owners of the heap's roots. */
  public RootOwners owners() {
    return owners;
  }

  /** The number of objects, garbage included. */
  int objects() {
    return objects;
  }

  /** The number of nodes, the root included. */
  public int count() {
    return count;
  }

  /** The node of an object, or 0 for garbage. */
  public abstract int node(int object);

  /** For a node other than the root: the object's id, or the complement of the owner's. */
  public abstract int vertex(int node);

  /** Whether an object is live. */
  public boolean isLive(int object) {
    return node(object) != ROOT;
  }

  public int liveObjects() {
    return count() - 1 - owners.count();
  }

  public long liveBytes() {
    return retained(ROOT);
  }

  /** The node of a root owner. */
  public abstract int nodeOfOwner(int owner);

  /** The object of a node, or {@link ObjectTable#NONE} if the node is not an object. */
  public int object(int node) {
    return node == ROOT ? ObjectTable.NONE : Math.max(ObjectTable.NONE, vertex(node));
  }

  /** The root owner of a node, or {@link RootOwners#NONE} if the node is not one. */
  public int owner(int node) {
    return node == ROOT ? RootOwners.NONE : Math.max(RootOwners.NONE, ~vertex(node));
  }

  /**
   * Whether a node dominates an object, or is it. Takes time in proportion to the nodes between
   * them; {@link DominatedSet} is faster for many objects.
   */
  public boolean dominates(int node, int object) {
    int at = node(object);
    while (at > node) {
      at = dominator(at);
    }
    return at == node;
  }

  /** The node that immediately dominates a node other than the root. */
  public abstract int dominator(int node);

  /** The number of nodes above a node; 0 for the root. */
  int depth(int node) {
    int depth = 0;
    for (int at = node; at != ROOT; at = dominator(at)) {
      depth++;
    }
    return depth;
  }

  /**
   * The nearest object that dominates an object by pointers alone, or {@link ObjectTable#NONE} if
   * only root owners and the root do.
   */
  public int dominatingObject(int object) {
    int nearest = objectAbove(node(object));
    GoroutineObjects goroutineObjects = owners.goroutineObjects();
    if (isLive(object) && goroutineObjects.hasGs() && mayDiffer(object, nearest)) {
      int special = objectDominators.get().dominator(object);
      if (special != ObjectTable.NONE) {
        return special;
      }
      while (nearest >= 0 && goroutineObjects.isSpecial(nearest)) {
        nearest = objectAbove(node(nearest));
      }
    }
    return nearest;
  }

  /**
   * Whether pointers alone may give an object another dominating object than this tree: only if it
   * is below such an object, or a goroutine may reach it through its g, and no root points at it.
   */
  private boolean mayDiffer(int object, int nearest) {
    if (nearest >= 0) {
      return owners.goroutineObjects().isSpecial(nearest);
    }
    int owner = owner(dominator(node(object)));
    boolean throughG =
        owner == RootOwners.NONE
            || owners.kind(owner) == RootOwners.Kind.GOROUTINE
            || owners.kind(owner) == RootOwners.Kind.GOROUTINES;
    return throughG && !rootTargets.get().contains(object);
  }

  private static IdSet rootTargets(HeapGraph graph) {
    IdSet targets = new IdSet(graph.objects().count());
    for (int root = 0; root < graph.roots().count(); root++) {
      targets.add(graph.roots().target(root));
    }
    return targets;
  }

  /** The nearest object above a node, or -1 if only root owners and the root are. */
  public int objectAbove(int node) {
    int above = dominator(node);
    while (above != ROOT && object(above) < 0) {
      above = dominator(above);
    }
    return object(above);
  }

  /** Bytes of all objects that a node dominates, itself included. */
  public abstract long retained(int node);

  /** Retained size of a live object, by pointers alone; 0 for garbage. */
  public long retainedByObject(int object) {
    int node = node(object);
    if (node == ROOT) {
      return 0;
    }
    return owners.goroutineObjects().isSpecial(object)
        ? objectDominators.get().retained(object)
        : retained(node);
  }

  /** The largest nodes, if the tree knows them without a scan of all nodes. */
  Optional<LargeNodes> largeNodes() {
    return Optional.empty();
  }

  /** Visits all nodes with higher numbers than one, in order. */
  public void forEachAfter(int node, Visitor visitor) {
    for (int next = node + 1; next < count; next++) {
      visitor.node(next, dominator(next), retained(next));
    }
  }

  /** Visits nodes. */
  @FunctionalInterface
  public interface Visitor {
    void node(int node, int dominator, long retained);
  }
}
