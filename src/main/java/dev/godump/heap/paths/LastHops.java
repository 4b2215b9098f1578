package dev.godump.heap.paths;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongComparators;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;

/**
 * The last hops of paths to an object: the roots that point at it, then its referrers, sorted by
 * their distance from a root and by address. The distance of a referrer is computed only when no
 * other can be nearer. There can be millions of referrers, and few are needed, so they are sorted
 * in batches. Not thread-safe.
 */
public final class LastHops {
  private static final int BATCH = 1 << 14;

  /** Less than all entries. */
  private static final int NONE = -1;

  private final ShortestPaths search;
  private final Exclusions exclusions;
  private final int target;
  private final IntArrayList roots;
  private final IntArrayList referrers;

  /** Upper half: distance, or a lower bound of it; lower half: object. */
  private final LongHeapPriorityQueue open = new LongHeapPriorityQueue();

  /** Objects in the queue with their distances; all others have lower bounds. */
  private final IntOpenHashSet exact = new IntOpenHashSet();

  /** All entries up to this one were put into the queue. */
  private long reached = NONE;

  private int remaining;
  private int rootsTaken;

  /**
   * @param roots that point at the target, in the order to return them
   * @param referrers of the target
   */
  public LastHops(
      ShortestPaths search,
      Exclusions exclusions,
      int target,
      IntArrayList roots,
      IntArrayList referrers) {
    this.search = search;
    this.exclusions = exclusions;
    this.target = target;
    this.roots =
        IntArrayList.toList(roots.intStream().filter(root -> !exclusions.excludesRoot(root)));
    this.referrers = referrers;
    this.remaining =
        this.roots.size() + (int) referrers.intStream().filter(this::leadsHere).count();
  }

  private boolean leadsHere(int source) {
    return source != target && search.hasPath(source) && !exclusions.excludesObject(source);
  }

  /** The number of hops not returned yet. */
  public int remaining() {
    return remaining;
  }

  /** Returns the next hop: an object, or the complement of a root. */
  public int next() {
    remaining--;
    if (rootsTaken < roots.size()) {
      return ~roots.getInt(rootsTaken++);
    }
    while (true) {
      while (open.isEmpty() || open.firstLong() > reached) {
        fill();
      }
      int object = (int) open.dequeueLong();
      if (!exact.add(object)) {
        return object;
      }
      open.enqueue(entry(search.distanceTo(object), object));
    }
  }

  private static long entry(int distance, int object) {
    return (long) distance << 32 | object;
  }

  private void fill() {
    LongHeapPriorityQueue nearest = new LongHeapPriorityQueue(LongComparators.OPPOSITE_COMPARATOR);
    for (int i = 0; i < referrers.size(); i++) {
      int source = referrers.getInt(i);
      long entry = leadsHere(source) ? entry(search.minDistanceTo(source), source) : NONE;
      if (entry > reached && (nearest.size() < BATCH || entry < nearest.firstLong())) {
        nearest.enqueue(entry);
        if (nearest.size() > BATCH) {
          nearest.dequeueLong();
        }
      }
    }
    reached = nearest.size() < BATCH ? Long.MAX_VALUE : nearest.firstLong();
    while (!nearest.isEmpty()) {
      open.enqueue(nearest.dequeueLong());
    }
  }
}
