package dev.godump.heap.paths;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.DominatedSet;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.io.Lazy;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.ints.IntList;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.util.Optional;

/**
 * Finds the same paths as {@link RootPaths#around}, those that avoid the target, from the distances
 * stored for all objects. If the path given by these distances avoids the target, it is the answer.
 * Otherwise a detour is searched backwards from the end of the path: along the chain of objects
 * with a single possible predecessor, then best first by stored distance (A*), until it meets a
 * path that avoids the target. A detour that would take too many objects is left to a search of the
 * whole heap. Not thread-safe.
 */
public final class AvoidingPaths implements ShortestPaths {
  /** The most objects to examine for one detour. */
  private static final int MAX_SEARCHED = 1 << 19;

  /** The most objects to cache in {@link #direct}. */
  private static final int MAX_REMEMBERED = 1 << 19;

  /** The most objects of a chain. */
  private static final int MAX_CHAIN = 1 << 22;

  private static final int NONE = ObjectTable.NONE;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final Optional<DominatedSet> dominated;
  private final DistancePaths knownPaths;
  private final int target;
  private final Lazy<RootPaths> search;
  private boolean searched;

  /** For objects farther than the target: 1 if their stored path avoids it, else 0. */
  private final Int2IntOpenHashMap direct = new Int2IntOpenHashMap();

  private final Int2IntOpenHashMap distances = new Int2IntOpenHashMap();

  /** The last result of {@link #onlyChain}. */
  private final IntArrayList chain = new IntArrayList();

  public AvoidingPaths(HeapGraph graph, DominatorTree tree, RootDistances known, int target) {
    this.graph = graph;
    this.tree = tree;
    this.dominated =
        tree.isLive(target) ? Optional.of(DominatedSet.of(tree, target)) : Optional.empty();
    this.knownPaths = new DistancePaths(graph, known);
    this.target = target;
    this.search = new Lazy<>(() -> RootPaths.around(graph, target, Exclusions.NONE));
    direct.defaultReturnValue(NONE);
    distances.defaultReturnValue(NONE);
  }

  @Override
  public boolean hasPath(int id) {
    return tree.isLive(id)
        && (id == target || dominated.isEmpty() || !dominated.get().contains(id));
  }

  @Override
  public int minDistanceTo(int id) {
    return knownPaths.distanceTo(id);
  }

  @Override
  public int distanceTo(int id) {
    if (isDirect(id)) {
      return knownPaths.distanceTo(id);
    }
    if (distances.get(id) == NONE && !searched) {
      followOnlyChain(id);
    }
    return searched ? search.get().distanceTo(id) : distances.get(id);
  }

  /**
   * Computes the distance of an object from that of the last object of its chain, and caches some
   * distances on the way.
   */
  private void followOnlyChain(int id) {
    onlyChain(id);
    int last = chain.size() - 1;
    int end = chain.getInt(last);
    boolean direct = isDirect(end);
    if (!direct && distances.get(end) == NONE && !findDetour(end)) {
      searched = true;
      return;
    }
    int there = direct ? knownPaths.distanceTo(end) : distances.get(end);
    for (int i = 0; i < last; i += RootDistances.LEAP) {
      distances.put(chain.getInt(i), there + last - i);
    }
  }

  /**
   * The objects that are on every path to an object that avoids the target, from the object itself
   * backwards. The chain ends at an object whose distance is known or that has several
   * predecessors.
   */
  private IntArrayList onlyChain(int id) {
    if (chain.isEmpty() || chain.getInt(0) != id) {
      chain.clear();
      int after = NONE;
      for (int at = id; at != NONE; ) {
        chain.add(at);
        boolean isKnown = chain.size() > 1 && distances.get(at) != NONE;
        int far = knownPaths.distanceTo(at);
        boolean end = isKnown || far == 1 || (far % RootDistances.LEAP == 0 && isDirect(at));
        int before = end || chain.size() == MAX_CHAIN ? NONE : onlyPredecessor(at, after);
        after = at;
        at = before;
      }
    }
    return chain;
  }

  /**
   * The only possible predecessor of an object on a path that avoids the target and continues with
   * {@code after}; NONE if there are several.
   */
  private int onlyPredecessor(int object, int after) {
    int[] found = {NONE, 0};
    graph
        .referrers()
        .forEach(
            object,
            referrer -> {
              boolean other =
                  referrer != found[0]
                      && referrer != object
                      && referrer != after
                      && referrer != target;
              if (other && knownPaths.distanceTo(referrer) > 0) {
                found[0] = referrer;
                found[1]++;
              }
            });
    return found[1] == 1 ? found[0] : NONE;
  }

  /** Whether the stored path to an object avoids the target, or ends there. */
  private boolean isDirect(int id) {
    int end = knownPaths.distanceTo(target);
    IntArrayList path = new IntArrayList();
    int at = id;
    int found = direct.get(id);
    while (found == NONE) {
      int here = knownPaths.distanceTo(at);
      if (here <= end) {
        found = at == target && id != target ? 0 : 1;
      } else {
        path.add(at);
        at =
            here % RootDistances.LEAP == 0
                ? knownPaths.objectAt(at, Math.max(end, here - RootDistances.LEAP))
                : knownPaths.predecessor(at);
        found = direct.get(at);
      }
    }
    if (direct.size() > MAX_REMEMBERED) {
      direct.clear();
    }
    for (int i = 0; i < path.size(); i++) {
      direct.put(path.getInt(i), found);
    }
    return found == 1;
  }

  /**
   * Finds the shortest path to an object that avoids the target, and caches the distances of the
   * objects on it. Returns false if it would have to examine too many objects.
   */
  private boolean findDetour(int id) {
    Int2IntOpenHashMap steps = new Int2IntOpenHashMap();
    steps.defaultReturnValue(Integer.MAX_VALUE);
    Int2IntOpenHashMap after = new Int2IntOpenHashMap();
    // upper half: least length of the whole path; lower half: object it is extended from
    LongHeapPriorityQueue open = new LongHeapPriorityQueue();
    steps.put(id, 0);
    open.enqueue((long) knownPaths.distanceTo(id) << 32 | id);
    while (!open.isEmpty() && steps.size() < MAX_SEARCHED) {
      long next = open.dequeueLong();
      int least = (int) (next >>> 32);
      int at = (int) next;
      int far = steps.get(at);
      if (least != far + knownPaths.distanceTo(at)) {
        // reached again by fewer steps
        continue;
      }
      if (isDirect(at)) {
        remember(at, id, least - far, after);
        return true;
      }
      graph
          .referrers()
          .forEach(
              at,
              referrer -> {
                if (referrer != target
                    && knownPaths.distanceTo(referrer) > 0
                    && far + 1 < steps.get(referrer)) {
                  steps.put(referrer, far + 1);
                  after.put(referrer, at);
                  open.enqueue((long) (far + 1 + knownPaths.distanceTo(referrer)) << 32 | referrer);
                }
              });
    }
    return false;
  }

  /**
   * @param after the next object on the path from the first to the last
   */
  private void remember(int first, int last, int distance, Int2IntOpenHashMap after) {
    int here = distance;
    for (int at = first; at != last; at = after.get(at)) {
      distances.put(at, here++);
    }
    distances.put(last, here);
  }

  @Override
  public IntList pathTo(int id) {
    IntArrayList detour = new IntArrayList();
    int at = id;
    while (at >= 0 && !searched && !isDirect(at)) {
      distanceTo(at);
      IntArrayList only = onlyChain(at);
      int last = only.size() - 1;
      detour.addElements(detour.size(), only.elements(), 0, last);
      at = only.getInt(last);
      if (last == 0) {
        detour.add(at);
        at = predecessorOnDetour(at);
      }
    }
    if (searched) {
      return search.get().pathTo(id);
    }
    IntArrays.reverse(detour.elements(), 0, detour.size());
    return DistancePaths.concat(knownPaths.pathTo(at), detour);
  }

  /** Meaningless if it sets {@link #searched}. */
  private int predecessorOnDetour(int id) {
    int distance = distanceTo(id) - 1;
    IntArrayList referrers = new IntArrayList();
    graph.referrers().forEach(id, referrers::add);
    for (int referrer : referrers) {
      boolean may =
          !searched
              && referrer != target
              && knownPaths.distanceTo(referrer) <= distance
              && hasPath(referrer);
      if (may && distanceTo(referrer) == distance) {
        return referrer;
      }
    }
    return NONE;
  }

  @Override
  public int rootOf(int first) {
    return graph.roots().rootsOf(first).getInt(0);
  }
}
