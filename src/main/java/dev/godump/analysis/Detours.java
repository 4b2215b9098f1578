package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.Memo;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;
import java.util.OptionalInt;

/**
 * The same paths as {@link RootPaths#around} finds, through anything but the target, from distances
 * that are known of all objects. A path that by these distances doesn't go through the target is the
 * one; where it does, a detour is looked for backwards from its end, first where the known distance
 * promises most, until it meets a path without the target. A detour that is too far is left to a search
 * of the whole heap.
 */
final class Detours implements ShortestPaths {
  /** Objects that are looked at for one detour. */
  private static final int MOST = 50_000;

  private static final int NONE = -1;

  private final HeapGraph graph;
  private final DominatorTree tree;
  private final RootDistances known;
  private final int target;
  private final Memo<RootPaths> search;
  private boolean searched;

  /** Of objects whose path was looked at the one before on it, by known distances; -2 at its first. */
  private final Int2IntOpenHashMap before = new Int2IntOpenHashMap();

  /** Whether the path by known distances does without the target: 1, or 0. */
  private final Int2IntOpenHashMap direct = new Int2IntOpenHashMap();

  private final Int2IntOpenHashMap distances = new Int2IntOpenHashMap();

  Detours(HeapGraph graph, DominatorTree tree, RootDistances known, int target) {
    this.graph = graph;
    this.tree = tree;
    this.known = known;
    this.target = target;
    this.search = new Memo<>(() -> RootPaths.around(graph, target, Exclusions.NONE));
    before.defaultReturnValue(NONE);
    direct.defaultReturnValue(NONE);
    distances.defaultReturnValue(NONE);
  }

  @Override
  public boolean seen(int id) {
    return tree.live(id) && (id == target || !tree.live(target) || !tree.dominates(target, id));
  }

  @Override
  public int distanceAtLeast(int id) {
    return known.of(id);
  }

  @Override
  public int distance(int id) {
    if (isDirect(id)) {
      return known.of(id);
    }
    if (distances.get(id) == NONE && !searched) {
      OptionalInt detour = detour(id);
      searched = detour.isEmpty();
      detour.ifPresent(distance -> distances.put(id, distance));
    }
    return searched ? search.get().distance(id) : distances.get(id);
  }

  /** Whether the path to an object by known distances doesn't go through the target, but may end there. */
  private boolean isDirect(int id) {
    IntArrayList path = new IntArrayList();
    int at = id;
    int found = id == target ? 1 : direct.get(id);
    while (found == NONE) {
      path.add(at);
      at = beforeByKnown(at);
      found = at == -2 ? 1 : at == target ? 0 : direct.get(at);
    }
    for (int i = 0; i < path.size(); i++) {
      direct.put(path.getInt(i), found);
    }
    return found == 1;
  }

  private int beforeByKnown(int id) {
    int found = before.get(id);
    if (found == NONE) {
      int wanted = known.of(id) - 1;
      found = wanted == 0 ? -2 : lowest(id, wanted);
      before.put(id, found);
    }
    return found;
  }

  private int lowest(int id, int wanted) {
    int[] found = {Integer.MAX_VALUE};
    graph
        .referrers()
        .forEach(
            id,
            referrer -> {
              if (referrer < found[0] && known.of(referrer) == wanted) {
                found[0] = referrer;
              }
            });
    return found[0];
  }

  /** The length of the shortest path without the target to an object that has one, or empty if it is far. */
  private OptionalInt detour(int id) {
    Int2IntOpenHashMap steps = new Int2IntOpenHashMap();
    steps.defaultReturnValue(Integer.MAX_VALUE);
    // the least that a path can have in the upper half, what it ends with in the lower
    LongHeapPriorityQueue open = new LongHeapPriorityQueue();
    steps.put(id, 0);
    open.enqueue((long) known.of(id) << 32 | id);
    while (!open.isEmpty() && steps.size() < MOST) {
      long next = open.dequeueLong();
      int least = (int) (next >>> 32);
      int at = (int) next;
      int far = steps.get(at);
      if (least != far + known.of(at)) {
        // was met again by fewer steps
        continue;
      }
      if (isDirect(at)) {
        return OptionalInt.of(least);
      }
      graph
          .referrers()
          .forEach(
              at,
              referrer -> {
                if (referrer != target && known.of(referrer) > 0 && far + 1 < steps.get(referrer)) {
                  steps.put(referrer, far + 1);
                  open.enqueue((long) (far + 1 + known.of(referrer)) << 32 | referrer);
                }
              });
    }
    return OptionalInt.empty();
  }

  @Override
  public IntArrayList path(int id) {
    IntArrayList path = new IntArrayList();
    int at = id;
    while (at >= 0 && !searched) {
      path.add(at);
      at = isDirect(at) ? beforeByKnown(at) : beforeByDetour(at);
    }
    if (searched) {
      return search.get().path(id);
    }
    IntArrays.reverse(path.elements(), 0, path.size());
    return path;
  }

  /** Not to be used if a search of the whole heap turns out to be needed. */
  private int beforeByDetour(int id) {
    int wanted = distance(id) - 1;
    IntArrayList referrers = new IntArrayList();
    graph.referrers().forEach(id, referrers::add);
    for (int referrer : referrers) {
      boolean may = !searched && referrer != target && known.of(referrer) <= wanted && seen(referrer);
      if (may && distance(referrer) == wanted) {
        return referrer;
      }
    }
    return NONE;
  }

  @Override
  public int root(int first) {
    return graph.roots().of(first).getInt(0);
  }
}
