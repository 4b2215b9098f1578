package dev.godump.heap.dominators;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.heap.roots.RootOwners;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * Measures parts of all goroutines, each goroutine in at most one part: what would be garbage if
 * all goroutines of a part exited, and what they reach.
 *
 * <p>As in a {@linkplain DominatorTree holder tree}, what a g points at counts for its goroutine,
 * and only a goroutine leads to its wait records. An object is retained by a part if no root but
 * those of its goroutines reaches it. Takes 4 bytes per object, 8 for what parts reach.
 */
public final class GoroutinePartition {
  /** In place of a part: the goroutine is in none. */
  public static final int NONE = -1;

  private static final int UNSEEN = -1;

  /** Reached by several parts, or by another root. */
  private static final int SHARED = -2;

  private final HeapGraph graph;
  private final RootOwners owners;
  private final GoroutineObjects goroutineObjects;
  private final int[] partByGoroutine;
  private final int parts;

  /** The m's of all goroutines that run. */
  private final IntOpenHashSet threads = new IntOpenHashSet();

  /**
   * @param owners of the roots of the graph
   * @param partByGoroutine the part of each goroutine, by its index in the process's list: from 0,
   *     or {@link #NONE}
   * @param parts their number
   */
  public GoroutinePartition(HeapGraph graph, RootOwners owners, int[] partByGoroutine, int parts) {
    this.graph = graph;
    this.owners = owners;
    this.goroutineObjects = owners.goroutineObjects();
    this.partByGoroutine = partByGoroutine;
    this.parts = parts;
    for (Goroutine goroutine : graph.process().goroutines()) {
      int thread = graph.objects().find(goroutine.record().thread());
      if (thread != ObjectTable.NONE) {
        threads.add(thread);
      }
    }
  }

  /**
   * Sums by part.
   *
   * @param objects their number
   * @param bytes of their slots
   */
  public record Sums(long[] objects, long[] bytes) {
    private static Sums of(int parts) {
      return new Sums(new long[parts], new long[parts]);
    }

    private void add(int part, long size) {
      objects[part]++;
      bytes[part] += size;
    }
  }

  /** What would be garbage if all goroutines of a part exited. Takes linear time. */
  public Sums retained() {
    int[] partByObject = new int[graph.objects().count()];
    Arrays.fill(partByObject, UNSEEN);
    Retention search = new Retention(partByObject);
    forEachOtherRoot(object -> search.reach(object, SHARED));
    search.follow();
    for (int goroutine = 0; goroutine < partByGoroutine.length; goroutine++) {
      int part = partByGoroutine[goroutine] == NONE ? SHARED : partByGoroutine[goroutine];
      forEachHeld(goroutine, object -> search.reach(object, part));
    }
    search.follow();
    Sums sums = Sums.of(parts);
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (partByObject[id] >= 0) {
                sums.add(partByObject[id], size);
              }
            });
    return sums;
  }

  /** Spreads parts along pointers; a part of an object changes at most twice. */
  private final class Retention {
    private final int[] partByObject;
    private final IntArrayFIFOQueue pending = new IntArrayFIFOQueue();

    Retention(int[] partByObject) {
      this.partByObject = partByObject;
    }

    void reach(int object, int part) {
      int before = partByObject[object];
      int after = before == UNSEEN || before == part ? part : SHARED;
      if (after != before) {
        partByObject[object] = after;
        pending.enqueue(object);
      }
    }

    void follow() {
      while (!pending.isEmpty()) {
        int object = pending.dequeueInt();
        int part = partByObject[object];
        forEachTarget(object, target -> reach(target, part));
      }
    }
  }

  /**
   * What the goroutines of each part reach, in batches of 64 parts. What several parts reach counts
   * for each. The g's and m's of the runtime don't count.
   *
   * @param from the first part
   * @param to the last part plus 1, at most 64 more than {@code from}
   */
  public Sums reached(int from, int to) {
    long[] partsByObject = new long[graph.objects().count()];
    IntArrayFIFOQueue pending = new IntArrayFIFOQueue();
    for (int goroutine = 0; goroutine < partByGoroutine.length; goroutine++) {
      int part = partByGoroutine[goroutine];
      if (part >= from && part < to) {
        forEachHeld(
            goroutine, object -> reach(partsByObject, object, 1L << (part - from), pending));
      }
    }
    while (!pending.isEmpty()) {
      int object = pending.dequeueInt();
      forEachTarget(object, target -> reach(partsByObject, target, partsByObject[object], pending));
    }
    Sums sums = Sums.of(to - from);
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              for (long rest = partsByObject[id]; rest != 0; rest &= rest - 1) {
                sums.add(Long.numberOfTrailingZeros(rest), size);
              }
            });
    return sums;
  }

  private void reach(long[] partsByObject, int object, long reaching, IntArrayFIFOQueue pending) {
    if ((reaching & ~partsByObject[object]) != 0 && !isOfRuntime(object)) {
      partsByObject[object] |= reaching;
      pending.enqueue(object);
    }
  }

  private boolean isOfRuntime(int object) {
    return goroutineObjects.isG(object) || threads.contains(object);
  }

  /** Visits what roots other than those of goroutines point at. */
  private void forEachOtherRoot(IntConsumer visitor) {
    Roots roots = graph.roots();
    for (int root = 0; root < roots.count(); root++) {
      int target = roots.target(root);
      if (!goroutineObjects.isWaitRecord(target)
          && owners.goroutineOf(owners.ownerOfRoot(root)) == Goroutine.NONE) {
        visitor.accept(target);
      }
    }
  }

  /** Visits what a goroutine points at: its roots, its g, and its wait records. */
  private void forEachHeld(int goroutine, IntConsumer visitor) {
    int owner = owners.ownerOfGoroutine(goroutine);
    if (owner != RootOwners.NONE) {
      forEachOwned(owner, visitor);
    }
  }

  private void forEachOwned(int owner, IntConsumer visitor) {
    RootOwners.Owner record = owners.get(owner);
    for (int root : record.roots()) {
      int target = graph.roots().target(root);
      if (!goroutineObjects.isWaitRecord(target)) {
        visitor.accept(target);
      }
    }
    owners.held(owner).forEach(visitor);
    record.children().forEach((int child) -> forEachOwned(child, visitor));
  }

  /** Visits what an object points at; a g counts for its goroutine, so it points at nothing. */
  private void forEachTarget(int object, IntConsumer visitor) {
    if (!goroutineObjects.isG(object)) {
      graph
          .edges()
          .forEach(
              object,
              target -> {
                if (!goroutineObjects.isWaitRecord(target)) {
                  visitor.accept(target);
                }
              });
    }
  }
}
