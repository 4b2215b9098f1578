package dev.godump.graph.load;

import dev.godump.graph.GraphLimitException;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.PageTable;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import it.unimi.dsi.fastutil.ints.IntArrays;
import it.unimi.dsi.fastutil.longs.LongArrays;

/** Takes objects in file order, finds the runs among them, and sorts those by address. */
final class ObjectTableBuilder {
  private static final long PAGE = 1L << PageTable.PAGE_SHIFT;

  private final LongVector bases = new LongVector();
  private final LongVector limits = new LongVector();
  private final LongVector sizes = new LongVector();
  private final LongVector firstIndexes = new LongVector();
  private final IntVector bits = new IntVector();
  private final LongVector samples = new LongVector();

  private final LongVector present = new LongVector();
  private final IntVector ranks = new IntVector();
  private final LongVector positions = new LongVector();

  private int[] order;
  private int overlapping;

  private long count;
  private long size;
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
   * @param together false if it must start a new run, whatever its address
   * @return whether it started a new run
   */
  boolean add(long address, long slot, long position, boolean together) {
    long gap = address - limit;
    boolean extend =
        together
            && count > 0
            && slot == size
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
      positions.add(position);
    }
    count++;
    return !extend;
  }

  private void start(long address, long slot) {
    finishRun();
    size = slot;
    base = address;
    first = count;
    bitStart = -1;
    bases.add(address);
    sizes.add(slot);
    firstIndexes.add(count);
    samples.add(positions.size());
  }

  private void extend(long address, long gap) {
    if (gap > 0 && bitStart < 0) {
      startBits();
    }
    if (bitStart >= 0) {
      mark((address - base) / size);
    }
  }

  /** The first free slot of a run: so far all slots were taken. */
  private void startBits() {
    bitStart = (int) present.size();
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
    present.add(word);
    ranks.add(rank);
    rank += Long.bitCount(word);
    word = 0;
    wordIndex++;
  }

  private void finishRun() {
    if (count == 0) {
      return;
    }
    if (bitStart >= 0) {
      flushWord();
    }
    limits.add(limit);
    bits.add(bitStart);
  }

  /** How many objects have been added. */
  long count() {
    return count;
  }

  /**
   * Ends adding and sorts.
   *
   * @param keep whether a run, by its number in file order, is to be kept
   * @throws GraphLimitException if there are more objects than ids
   */
  ObjectTable build(java.util.function.IntPredicate keep) throws GraphLimitException {
    if (count > Integer.MAX_VALUE - 8) {
      throw new GraphLimitException(
          count + " objects; at most " + (Integer.MAX_VALUE - 8) + " can be numbered");
    }
    finishRun();
    order = sort(keep);
    int runs = order.length;
    long[] sortedBases = new long[runs];
    long[] sortedLimits = new long[runs];
    long[] sortedSizes = new long[runs];
    int[] firstIds = new int[runs + 1];
    int[] sortedBits = new int[runs];
    int[] sortedSamples = new int[runs];
    for (int i = 0; i < runs; i++) {
      int run = order[i];
      sortedBases[i] = bases.get(run);
      sortedLimits[i] = limits.get(run);
      sortedSizes[i] = sizes.get(run);
      firstIds[i + 1] = firstIds[i] + objects(run);
      sortedBits[i] = bits.get(run);
      sortedSamples[i] = (int) samples.get(run);
    }
    return new ObjectTable(
        sortedBases,
        sortedLimits,
        sortedSizes,
        firstIds,
        sortedBits,
        sortedSamples,
        present.toArray(),
        ranks.toArray(),
        positions.toArray());
  }

  private int[] sort(java.util.function.IntPredicate keep) {
    int runs = (int) bases.size();
    long[] keys = bases.toArray();
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
          kept == 0 || Long.compareUnsigned(bases.get(run), limits.get(sorted[kept - 1])) >= 0;
      if (fits) {
        sorted[kept++] = run;
      } else if (objects(run) > objects(sorted[kept - 1])) {
        overlapping += objects(sorted[kept - 1]);
        sorted[kept - 1] = run;
      } else {
        overlapping += objects(run);
      }
    }
    return IntArrays.trim(sorted, kept);
  }

  private int objects(int run) {
    long end = run + 1 < bases.size() ? firstIndexes.get(run + 1) : count;
    return (int) (end - firstIndexes.get(run));
  }

  /** After {@link #build}: the runs kept, in address order, by their number in file order. */
  int[] order() {
    return order;
  }

  /**
   * After {@link #build}: where the objects of a run, by its number in file order, start in file
   * order.
   */
  long firstIndex(int run) {
    return firstIndexes.get(run);
  }

  /** After {@link #build}: how many objects were left out because they overlap others. */
  int overlapping() {
    return overlapping;
  }
}
