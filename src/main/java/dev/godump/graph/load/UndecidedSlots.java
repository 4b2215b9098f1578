package dev.godump.graph.load;

import dev.godump.format.MemStats;
import dev.godump.format.ObjectRecord;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;

/**
 * The slots of which {@link PhantomFilter} can't say whether they hold an object: each is a run of
 * its own until all is read and the number of objects in {@code MemStats} settles it. Where that
 * leaves a choice, a slot with anything but zero in front of the place of the bitmap counts as an
 * object first. Without MemStats all do: in every dump looked at they were objects (a noscan page
 * of which only the last slot is taken), and never were they left by a scan page without any
 * object.
 */
final class UndecidedSlots {
  private final SpanLayout layout;

  /** Run numbers in file order of slots whose bytes look like an object's, and of the others. */
  private final IntArrayList usedRuns = new IntArrayList();

  private final IntArrayList blankRuns = new IntArrayList();

  private final IntOpenHashSet droppedRuns = new IntOpenHashSet();
  private int runs;
  private boolean lastUndecided;
  private long guessed;

  UndecidedSlots(SpanLayout layout) {
    this.layout = layout;
  }

  /** A run starts, with this object. */
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

  /** Whether the newest run is an undecided slot, so that nothing may join it. */
  boolean isLastUndecided() {
    return lastUndecided;
  }

  /** How many there are. */
  int count() {
    return usedRuns.size() + blankRuns.size();
  }

  /**
   * Decides about all.
   *
   * @param stats null where the dump was cut before them
   * @param objects how many objects there are without any of these
   * @return how many are phantoms
   */
  int decide(MemStats stats, long objects) {
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

  /** How many slots were decided by their bytes. */
  long guessed() {
    return guessed;
  }

  /** Whether a run, by its number in file order, is kept. */
  boolean keeps(int run) {
    return !droppedRuns.contains(run);
  }
}
