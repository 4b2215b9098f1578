package dev.godump.graph;

import dev.godump.vector.IntVector;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Maps an address to the first run with bytes in its page: nearly always the only one, since Go's
 * spans start at pages of 8 KiB and share none.
 *
 * <p>Two levels: chunks of 512 pages (4 MiB), and a directory of the chunks that have runs. The
 * heap's range may be sparse (64 TiB with user arenas), so the directory is an array only where
 * that is small, else a hash map. If the table would be out of proportion to the number of objects,
 * none is built and {@link #firstRun} searches the runs.
 */
public final class PageTable {
  /** log2 of the runtime's page size, the same on all architectures. */
  public static final int PAGE_SHIFT = 13;

  /** What {@link #firstRun} returns if no run has bytes in the page. */
  static final int NONE = -1;

  private static final int CHUNK_SHIFT = 22;
  private static final int PAGES = 1 << (CHUNK_SHIFT - PAGE_SHIFT);
  private static final long LARGEST_DIRECTORY = 1 << 16;

  private final long[] baseByRun;
  private final long[] limitByRun;

  /** First run by page, {@link #PAGES} for each chunk; null if there is no table. */
  private int @Nullable [] entries;

  /** Start of each chunk's entries; null if {@link #sparse} has it. */
  private int @Nullable [] directory;

  private long firstChunk;
  private final Long2IntOpenHashMap sparse = new Long2IntOpenHashMap(0);

  /**
   * @param baseByRun start addresses of runs, ascending (unsigned)
   * @param limitByRun their end addresses, each at most the next base
   * @param objects number of objects, which bounds the table's size
   */
  PageTable(long[] baseByRun, long[] limitByRun, long objects) {
    this.baseByRun = baseByRun;
    this.limitByRun = limitByRun;
    sparse.defaultReturnValue(NONE);
    if (baseByRun.length > 0 && isWorthwhile(objects)) {
      build();
    }
  }

  private boolean isWorthwhile(long objects) {
    long chunks = 0;
    long next = 0;
    for (int r = 0; r < baseByRun.length; r++) {
      long first = chunk(baseByRun[r]);
      long last = chunk(limitByRun[r] - 1);
      chunks += last - first + (first == next && r > 0 ? 0 : 1);
      next = last;
    }
    return chunks * PAGES <= 64 * objects + (1 << 20);
  }

  private void build() {
    firstChunk = chunk(baseByRun[0]);
    long span = chunk(limitByRun[limitByRun.length - 1] - 1) - firstChunk + 1;
    if (span <= LARGEST_DIRECTORY) {
      directory = new int[(int) span];
      Arrays.fill(directory, NONE);
    }
    IntVector table = new IntVector();
    for (int r = 0; r < baseByRun.length; r++) {
      long last = (limitByRun[r] - 1) >>> PAGE_SHIFT;
      for (long page = baseByRun[r] >>> PAGE_SHIFT; page <= last; page++) {
        long entry = addChunk(page, table) + (page & PAGES - 1);
        if (table.get(entry) == NONE) {
          table.set(entry, r);
        }
      }
    }
    entries = table.toArray();
  }

  private int addChunk(long page, IntVector table) {
    long chunk = page >>> (CHUNK_SHIFT - PAGE_SHIFT);
    int start = entryOf(chunk);
    if (start == NONE) {
      start = Math.toIntExact(table.size());
      for (int i = 0; i < PAGES; i++) {
        table.add(NONE);
      }
      if (directory != null) {
        directory[(int) (chunk - firstChunk)] = start;
      } else {
        sparse.put(chunk, start);
      }
    }
    return start;
  }

  private int entryOf(long chunk) {
    if (directory == null) {
      return sparse.get(chunk);
    }
    long index = chunk - firstChunk;
    return index >= 0 && index < directory.length ? directory[(int) index] : NONE;
  }

  private static long chunk(long address) {
    return address >>> CHUNK_SHIFT;
  }

  /**
   * Returns the first run that may contain an address, or {@link #NONE}. Later runs may start in
   * the same page.
   */
  int firstRun(long address) {
    int[] table = entries;
    if (table == null) {
      return lastRunBefore(address);
    }
    int start = entryOf(chunk(address));
    return start == NONE ? NONE : table[start + (int) (address >>> PAGE_SHIFT & PAGES - 1)];
  }

  /** Returns the last run that starts at or below an address, or {@link #NONE}. */
  private int lastRunBefore(long address) {
    int low = 0;
    int high = baseByRun.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(baseByRun[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }
}
