package dev.godump.graph.load;

import dev.godump.graph.GraphLimitException;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.PageTable;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.function.IntPredicate;

/**
 * Builds the object table: takes objects in file order, finds the runs among them, and sorts those
 * by address. Not thread-safe.
 */
final class ObjectTableBuilder {
  private static final long PAGE = 1L << PageTable.PAGE_SHIFT;

  private final LongVector baseByRun = new LongVector();
  private final LongVector limitByRun = new LongVector();
  private final LongVector slotSizeByRun = new LongVector();
  private final LongVector firstIndexByRun = new LongVector();
  private final IntVector firstWordByRun = new IntVector();
  private final LongVector firstSampleByRun = new LongVector();

  private final LongVector slotBits = new LongVector();
  private final IntVector rankByWord = new IntVector();
  private final LongVector positionBySample = new LongVector();

  private int[] fileRunByRun = {};
  private int overlapping;

  private long count;
  private long slotSize;
  private long base;
  private long limit;
  private long first;
  private int bitStart;
  private long word;
  private int wordIndex;
  private int rank;

  /**
   * Adds the next object of the file.
   *
   * @param address a multiple of 8
   * @param slot its size, a positive multiple of 8
   * @param position where its record starts in the file
   * @param together false if it must start a new run
   * @return whether it started a new run
   */
  boolean add(long address, long slot, long position, boolean together) {
    long gap = address - limit;
    boolean extend =
        together
            && count > 0
            && slot == slotSize
            && gap >= 0
            && gap < PAGE
            && (gap == 0 || gap % slot == 0);
    if (extend) {
      extend(address, gap);
    } else {
      start(address, slot);
    }
    limit = address + slot;
    if ((count - first) % ObjectTable.SAMPLE == 0) {
      positionBySample.add(position);
    }
    count++;
    return !extend;
  }

  private void start(long address, long slot) {
    finishRun();
    slotSize = slot;
    base = address;
    first = count;
    bitStart = ObjectTable.DENSE;
    baseByRun.add(address);
    slotSizeByRun.add(slot);
    firstIndexByRun.add(count);
    firstSampleByRun.add(positionBySample.size());
  }

  private void extend(long address, long gap) {
    if (gap > 0 && bitStart == ObjectTable.DENSE) {
      startBits();
    }
    if (bitStart != ObjectTable.DENSE) {
      mark((address - base) / slotSize);
    }
  }

  /** Starts a run's slot bits at its first free slot: all slots before are taken. */
  private void startBits() {
    bitStart = (int) slotBits.size();
    wordIndex = 0;
    word = 0;
    rank = 0;
    long taken = count - first;
    for (long slot = 0; slot < taken; slot++) {
      mark(slot);
    }
  }

  private void mark(long slot) {
    while (slot >>> 6 != wordIndex) {
      flushWord();
    }
    word |= 1L << slot;
  }

  private void flushWord() {
    slotBits.add(word);
    rankByWord.add(rank);
    rank += Long.bitCount(word);
    word = 0;
    wordIndex++;
  }

  private void finishRun() {
    if (count == 0) {
      return;
    }
    if (bitStart != ObjectTable.DENSE) {
      flushWord();
    }
    limitByRun.add(limit);
    firstWordByRun.add(bitStart);
  }

  /**
   * Adds the objects that follow those added so far; the first of them starts a new run. The other
   * builder can't be used afterwards.
   */
  void addAll(ObjectTableBuilder later) {
    if (later.count == 0) {
      return;
    }
    finishRun();
    later.baseByRun.forEach(baseByRun::add);
    later.slotSizeByRun.forEach(slotSizeByRun::add);
    later.limitByRun.forEach(limitByRun::add);
    later.firstIndexByRun.forEach(index -> firstIndexByRun.add(count + index));
    long samples = positionBySample.size();
    later.firstSampleByRun.forEach(sample -> firstSampleByRun.add(samples + sample));
    later.positionBySample.forEach(positionBySample::add);
    int words = (int) slotBits.size();
    for (long run = 0; run < later.firstWordByRun.size(); run++) {
      firstWordByRun.add(moved(later.firstWordByRun.get(run), words));
    }
    later.slotBits.forEach(slotBits::add);
    for (long i = 0; i < later.rankByWord.size(); i++) {
      rankByWord.add(later.rankByWord.get(i));
    }
    // the last run can still grow
    slotSize = later.slotSize;
    base = later.base;
    limit = later.limit;
    first = count + later.first;
    bitStart = moved(later.bitStart, words);
    word = later.word;
    wordIndex = later.wordIndex;
    rank = later.rank;
    count += later.count;
  }

  private static int moved(int firstWord, int words) {
    return firstWord == ObjectTable.DENSE ? firstWord : words + firstWord;
  }

  /** Returns the number of objects added. */
  long count() {
    return count;
  }

  /**
   * Sorts the runs and builds the table.
   *
   * @param keep whether to keep a run, given its index in file order
   * @throws GraphLimitException if there are more objects than ids
   */
  ObjectTable build(IntPredicate keep) throws GraphLimitException {
    if (count > Integer.MAX_VALUE - 8) {
      throw new GraphLimitException(
          count + " objects; at most " + (Integer.MAX_VALUE - 8) + " can be numbered");
    }
    finishRun();
    fileRunByRun = sort(keep);
    int runs = fileRunByRun.length;
    long[] sortedBases = new long[runs];
    long[] sortedLimits = new long[runs];
    long[] sortedSizes = new long[runs];
    int[] firstIds = new int[runs + 1];
    int[] sortedBits = new int[runs];
    int[] sortedSamples = new int[runs];
    for (int i = 0; i < runs; i++) {
      int run = fileRunByRun[i];
      sortedBases[i] = baseByRun.get(run);
      sortedLimits[i] = limitByRun.get(run);
      sortedSizes[i] = slotSizeByRun.get(run);
      firstIds[i + 1] = firstIds[i] + objectCount(run);
      sortedBits[i] = firstWordByRun.get(run);
      sortedSamples[i] = (int) firstSampleByRun.get(run);
    }
    return new ObjectTable(
        sortedBases,
        sortedLimits,
        sortedSizes,
        firstIds,
        sortedBits,
        sortedSamples,
        slotBits.toArray(),
        rankByWord.toArray(),
        positionBySample.toArray());
  }

  private int[] sort(IntPredicate keep) {
    int runs = (int) baseByRun.size();
    long[] keys = baseByRun.toArray();
    for (int i = 0; i < runs; i++) {
      keys[i] ^= Long.MIN_VALUE;
    }
    int[] sorted = new int[runs];
    for (int i = 0; i < runs; i++) {
      sorted[i] = i;
    }
    LongArrays.quickSortIndirect(sorted, keys);
    int kept = 0;
    for (int run : sorted) {
      if (!keep.test(run)) {
        continue;
      }
      boolean fits =
          kept == 0
              || Long.compareUnsigned(baseByRun.get(run), limitByRun.get(sorted[kept - 1])) >= 0;
      if (fits) {
        sorted[kept++] = run;
      } else if (objectCount(run) > objectCount(sorted[kept - 1])) {
        overlapping += objectCount(sorted[kept - 1]);
        sorted[kept - 1] = run;
      } else {
        overlapping += objectCount(run);
      }
    }
    return IntArrays.trim(sorted, kept);
  }

  private int objectCount(int run) {
    long end = run + 1 < baseByRun.size() ? firstIndexByRun.get(run + 1) : count;
    return (int) (end - firstIndexByRun.get(run));
  }

  /** After {@link #build}: returns for each run, in address order, its index in file order. */
  int[] fileRunByRun() {
    return fileRunByRun;
  }

  /**
   * After {@link #build}: returns the index in file order of a run's first object, given the run's
   * index in file order.
   */
  long firstIndex(int run) {
    return firstIndexByRun.get(run);
  }

  /** After {@link #build}: returns the number of objects left out because they overlap others. */
  int overlapping() {
    return overlapping;
  }
}
