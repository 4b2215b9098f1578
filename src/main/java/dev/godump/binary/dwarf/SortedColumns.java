package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.Arrays;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import org.jspecify.annotations.Nullable;

/** Sorts parallel columns by unsigned key, then by entry. */
final class SortedColumns {
  /** No index. */
  static final int NONE = -1;

  private SortedColumns() {}

  /**
   * @param values a third column, or null
   */
  static void sort(LongArrayList keys, IntArrayList entries, @Nullable LongArrayList values) {
    long[] k = keys.elements();
    int[] e = entries.elements();
    long[] m = values == null ? null : values.elements();
    Arrays.quickSort(
        0,
        keys.size(),
        (a, b) -> k[a] == k[b] ? Integer.compare(e[a], e[b]) : Long.compareUnsigned(k[a], k[b]),
        (a, b) -> {
          long key = k[a];
          k[a] = k[b];
          k[b] = key;
          int entry = e[a];
          e[a] = e[b];
          e[b] = entry;
          if (m != null) {
            long value = m[a];
            m[a] = m[b];
            m[b] = value;
          }
        });
  }

  /** Returns the index of the last key that is at most {@code key}, unsigned, or NONE. */
  static int indexOfLastUpTo(LongArrayList keys, long key) {
    int low = 0;
    int high = keys.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(keys.getLong(middle), key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }
}
