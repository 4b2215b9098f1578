package dev.godump.analysis;

import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Sorts objects by size in time linear in their number, but for objects that share a bucket with
 * larger ones. Each size below {@link #EXACT} has a bucket of its own; larger sizes share one if
 * their first {@link #BITS} bits and their magnitudes are equal.
 */
final class SizeBuckets {
  private static final int BITS = 12;
  private static final int EXACT = 1 << BITS;
  private static final int COUNT = bucketOf(Long.MAX_VALUE) + 1;

  private SizeBuckets() {}

  /** Returns the bucket of a size in bytes: larger sizes have the same or higher buckets. */
  private static int bucketOf(long size) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(size) - BITS);
    return shift * (EXACT / 2) + (int) (size >>> shift);
  }

  /**
   * Returns ids, those of the largest objects first, equal ones in the order of their ids.
   *
   * @param sizes in bytes by id
   * @param selected which ids to return
   * @param limit the most to return
   */
  static int[] largestFirst(long[] sizes, IntPredicate selected, int limit) {
    int[] ends = new int[COUNT];
    for (int id = 0; id < sizes.length; id++) {
      if (selected.test(id)) {
        ends[bucketOf(sizes[id])]++;
      }
    }
    // counts become the positions where buckets start; those behind the limit stay empty
    int placed = 0;
    int lowest = COUNT;
    while (lowest > 0 && placed < limit) {
      int count = ends[--lowest];
      ends[lowest] = placed;
      placed += count;
    }
    int[] ids = new int[placed];
    for (int id = 0; id < sizes.length; id++) {
      int bucket = bucketOf(sizes[id]);
      if (bucket >= lowest && selected.test(id)) {
        ids[ends[bucket]++] = id;
      }
    }
    int start = 0;
    for (int bucket = COUNT - 1; bucket >= Math.max(lowest, EXACT); bucket--) {
      sort(ids, start, ends[bucket], sizes);
      start = ends[bucket];
    }
    return placed <= limit ? ids : Arrays.copyOf(ids, limit);
  }

  private static void sort(int[] ids, int from, int to, long[] sizes) {
    IntArrays.quickSort(
        ids,
        from,
        to,
        (a, b) -> sizes[a] == sizes[b] ? Integer.compare(a, b) : Long.compare(sizes[b], sizes[a]));
  }
}
