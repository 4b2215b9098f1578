package dev.godump.heap.paths;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongComparators;
import it.unimi.dsi.fastutil.longs.LongHeapPriorityQueue;

/**
 * How paths arrive at an object, the nearest first: by a root, or by a referrer, of those at the
 * same distance the one with the lower address. How far a referrer is from a root is found out when
 * no other can be nearer. There can be millions, of which few are wanted, so some are in memory at
 * a time.
 */
public final class LastHops {
  private static final int BATCH = 1 << 14;

  private final ShortestPaths search;
  private final Exclusions exclusions;
  private final int target;
  private final IntArrayList roots;
  private final IntArrayList referrers;

  /** Distance, or the least that it can be, in the upper half; in the lower the object. */
  private final LongHeapPriorityQueue open = new LongHeapPriorityQueue();

  /** Objects of which the distance is known. */
  private final IntOpenHashSet exact = new IntOpenHashSet();

  /** All with less were put into the queue, and what has as much. */
  private long reached = -1;

  private int remaining;
  private int rootsTaken;

  /**
   * @param roots that point at the target, in order
   * @param sources the objects that do
   */
  public LastHops(
      ShortestPaths search,
      Exclusions exclusions,
      int target,
      IntArrayList roots,
      IntArrayList sources) {
    this.search = search;
    this.exclusions = exclusions;
    this.target = target;
    this.roots =
        IntArrayList.toList(roots.intStream().filter(root -> !exclusions.excludesRoot(root)));
    this.referrers = sources;
    this.remaining = this.roots.size() + (int) sources.intStream().filter(this::leadsHere).count();
  }

  private boolean leadsHere(int source) {
    return source != target && search.hasPath(source) && !exclusions.excludesObject(source);
  }

  /** How many were not taken yet. */
  public int remaining() {
    return remaining;
  }

  /** Takes the next: an object, or the complement of a root's number. */
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
      long entry = leadsHere(source) ? entry(search.minDistanceTo(source), source) : -1;
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
