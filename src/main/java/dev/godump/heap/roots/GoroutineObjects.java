package dev.godump.heap.roots;

import dev.godump.graph.ObjectTable;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/**
 * The objects in which the runtime keeps goroutines: the g of each goroutine, and its wait records,
 * which are the sudogs by which channels, semaphores and condition variables know that it waits,
 * and the timer of a sleep.
 *
 * <p>When a goroutine exits, Go clears its g and takes its wait records out of their queues, but
 * never frees the g. So a holder tree counts the pointers of a g as its goroutine's, and ignores
 * all pointers to a wait record but its goroutine's.
 */
public final class GoroutineObjects {
  private final int goroutines;
  private final IntUnaryOperator gByGoroutine;
  private final IntFunction<IntArrayList> waitRecordsByGoroutine;
  private final IntArrayList above;
  private final IdSet gs;
  private final IdSet waitRecords;
  private final IdSet special;
  private final boolean hasGs;

  /** The range of wait records. Most objects are outside it, which is faster to tell. */
  private final int firstWaitRecord;

  private final int lastWaitRecord;

  /**
   * @param goroutines their number
   * @param objects their number
   * @param gByGoroutine the g's object, or {@link ObjectTable#NONE}
   * @param waitRecordsByGoroutine ascending
   * @param above all objects that may dominate a g, such as the list of all goroutines; ascending
   */
  GoroutineObjects(
      int goroutines,
      int objects,
      IntUnaryOperator gByGoroutine,
      IntFunction<IntArrayList> waitRecordsByGoroutine,
      IntArrayList above) {
    this.goroutines = goroutines;
    this.gByGoroutine = gByGoroutine;
    this.waitRecordsByGoroutine = waitRecordsByGoroutine;
    this.above = above;
    gs = new IdSet(objects);
    waitRecords = new IdSet(objects);
    special = new IdSet(objects);
    above.forEach(special::add);
    boolean any = false;
    int first = Integer.MAX_VALUE;
    int last = -1;
    for (int goroutine = 0; goroutine < goroutines; goroutine++) {
      if (g(goroutine) != ObjectTable.NONE) {
        any = true;
        gs.add(g(goroutine));
        special.add(g(goroutine));
        for (int object : waitRecords(goroutine)) {
          waitRecords.add(object);
          first = Math.min(first, object);
          last = Math.max(last, object);
          special.add(object);
        }
      }
    }
    hasGs = any;
    firstWaitRecord = first;
    lastWaitRecord = last;
  }

  /** Whether the g of any goroutine is known. */
  public boolean hasGs() {
    return hasGs;
  }

  /** The number of goroutines. */
  public int goroutines() {
    return goroutines;
  }

  /**
   * The g of a goroutine, by the goroutine's index in the process's list; {@link ObjectTable#NONE}
   * if it is not an object that roots other than goroutines reach.
   */
  public int g(int goroutine) {
    return gByGoroutine.applyAsInt(goroutine);
  }

  /** The wait records of a goroutine, ascending; empty if its g is not known. */
  public IntArrayList waitRecords(int goroutine) {
    return waitRecordsByGoroutine.apply(goroutine);
  }

  /** All objects that may dominate a g, ascending. */
  IntArrayList above() {
    return above;
  }

  /**
   * Whether an object may dominate other objects by pointers alone than in a {@linkplain
   * dev.godump.heap.dominators.DominatorTree holder tree}: a g, a wait record, or what may dominate
   * a g.
   */
  public boolean isSpecial(int object) {
    return special.contains(object);
  }

  /** Visits the objects for which {@link #isSpecial} is true, ascending. */
  public void forEachSpecial(IntConsumer visitor) {
    special.forEach(visitor);
  }

  /** Whether an object is the g of a goroutine. */
  public boolean isG(int object) {
    return gs.contains(object);
  }

  /** Whether an object is a wait record of a goroutine. */
  public boolean isWaitRecord(int object) {
    return object >= firstWaitRecord && object <= lastWaitRecord && waitRecords.contains(object);
  }
}
