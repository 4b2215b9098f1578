package dev.godump.graph.load;

import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decides about the slots that {@link PhantomFilter} can't. Each is a run of its own until all
 * records are read and the number of objects in {@code MemStats} settles it. Where that leaves a
 * choice, slots with nonzero bytes before the reserved end are taken first. Without MemStats all
 * count as objects, as they were in every dump examined: such a page was always a noscan page with
 * only its last slot taken, never a scan page without objects. Not thread-safe.
 */
final class UndecidedSlots {
  private final SpanLayout layout;

  /**
   * Runs of slots with bytes like an object's, by index in file order; then those of the other
   * slots.
   */
  private final IntArrayList usedRuns = new IntArrayList();

  private final IntArrayList blankRuns = new IntArrayList();

  private final IntOpenHashSet droppedRuns = new IntOpenHashSet();
  private int runs;
  private boolean lastUndecided;
  private long guessed;

  UndecidedSlots(SpanLayout layout) {
    this.layout = layout;
  }

  /** Starts a run with an object. */
  void startRun(PhantomFilter.Verdict verdict, ObjectRecord object) throws IOException {
    lastUndecided = verdict == PhantomFilter.Verdict.UNDECIDED;
    if (lastUndecided) {
      (looksUsed(object) ? usedRuns : blankRuns).add(runs);
    }
    runs++;
  }

  private boolean looksUsed(ObjectRecord object) throws IOException {
    long bytes = layout.beforeReserve(object.address(), object.size());
    for (long offset = 0; offset + layout.pointerSize() <= bytes; offset += layout.pointerSize()) {
      if (object.hasWord(offset) && object.word(offset) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Adds the runs that follow those started so far. */
  void addAll(UndecidedSlots later) {
    later.usedRuns.forEach((int run) -> usedRuns.add(runs + run));
    later.blankRuns.forEach((int run) -> blankRuns.add(runs + run));
    runs += later.runs;
    lastUndecided = later.lastUndecided;
  }

  /** Whether the newest run is an undecided slot, so that no other slot may join it. */
  boolean isLastUndecided() {
    return lastUndecided;
  }

  /** Returns the number of undecided slots. */
  int count() {
    return usedRuns.size() + blankRuns.size();
  }

  /**
   * Decides about all undecided slots.
   *
   * @param stats null if the dump was truncated before them
   * @param objects number of objects without any undecided slot
   * @return the number of phantoms
   */
  int decide(@Nullable MemStats stats, long objects) {
    long expected = stats == null ? count() : stats.get("HeapObjects") - objects;
    long real = Math.max(0, Math.min(count(), expected));
    if (real > 0 && real < count()) {
      guessed = count();
    }
    IntArrayList likelyFirst = new IntArrayList(usedRuns);
    likelyFirst.addAll(blankRuns);
    droppedRuns.addAll(likelyFirst.subList((int) real, count()));
    return droppedRuns.size();
  }

  /** Returns the number of slots that were decided by their bytes. */
  long guessed() {
    return guessed;
  }

  /** Whether to keep a run, given its index in file order. */
  boolean keeps(int run) {
    return !droppedRuns.contains(run);
  }
}
