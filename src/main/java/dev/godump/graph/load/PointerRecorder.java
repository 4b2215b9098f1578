package dev.godump.graph.load;

import dev.godump.graph.Edges;
import dev.godump.graph.ObjectTable;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Takes the pointers of objects while objects are still being read, when nothing is known of what
 * they point at, and makes edges of them in place once all objects are known.
 *
 * <p>A pointer is kept in 31 bits (the sign bit marks the last of its row): 23 for the 8-byte word
 * in its 64 MiB arena, 8 for the arena's number in order of appearance. From the 257th arena on,
 * which takes a heap of 16 GiB, a second vector holds 8 more bits. Objects start and end at whole
 * words, so the lost bits don't matter.
 */
final class PointerRecorder {
  private static final int ARENA_SHIFT = 26;
  private static final int WORD_SHIFT = 3;
  private static final int WORD_BITS = ARENA_SHIFT - WORD_SHIFT;
  private static final int WORD_MASK = (1 << WORD_BITS) - 1;
  private static final int NARROW_ARENAS = 1 << 31 - WORD_BITS;
  private static final int MOST_ARENAS = NARROW_ARENAS << 8;
  private static final int CACHE = 1 << 8;

  private Storage storage = Storage.HEAP;
  private IntVector pointers = storage.ints();
  private IntVector high;
  private final LongVector hasRow = new LongVector();
  private final LongVector runStarts = new LongVector();

  private final LongVector arenas = new LongVector();
  private final Long2IntOpenHashMap numbers = new Long2IntOpenHashMap();
  private final long[] cachedArenas = new long[CACHE];
  private final int[] cachedNumbers = new int[CACHE];

  private long rowStart;
  private long rowBits;
  private long objects;
  private long unplaced;

  /** Arena number of the row's newest pointer, not written yet; -1 before its first. */
  private int pendingArena = -1;

  private int pendingWord;

  PointerRecorder() {
    numbers.defaultReturnValue(-1);
    Arrays.fill(cachedArenas, -1);
  }

  /** The row of the next object begins; what a row before it left unended is forgotten. */
  void startRow() {
    rowStart = pointers.size();
    pendingArena = -1;
  }

  /** The row begun last is the first of a run of objects. */
  void startRun() {
    runStarts.add(rowStart);
  }

  /** Adds a pointer, not nil, to the row of the object being read. */
  void add(long address) {
    int arena = number(address >>> ARENA_SHIFT);
    if (arena < 0) {
      unplaced++;
      return;
    }
    if (pendingArena >= 0) {
      write(0);
    }
    pendingArena = arena;
    pendingWord = (int) (address >>> WORD_SHIFT) & WORD_MASK;
  }

  private int number(long arena) {
    int slot = (int) arena & CACHE - 1;
    if (cachedArenas[slot] == arena) {
      return cachedNumbers[slot];
    }
    int number = numbers.get(arena);
    if (number < 0) {
      number = (int) arenas.size();
      if (number == MOST_ARENAS) {
        return -1;
      }
      numbers.put(arena, number);
      arenas.add(arena);
    }
    cachedArenas[slot] = arena;
    cachedNumbers[slot] = number;
    return number;
  }

  private void write(int last) {
    int low = pendingArena & NARROW_ARENAS - 1;
    pointers.add(last | low << WORD_BITS | pendingWord);
    if (pendingArena >= NARROW_ARENAS || high != null) {
      writeHigh(pendingArena / NARROW_ARENAS);
    }
  }

  private void writeHigh(int bits) {
    if (high == null) {
      high = storage.ints();
    }
    // four entries to an int
    long index = pointers.size() - 1;
    while (high.size() <= index >>> 2) {
      high.add(0);
    }
    long at = index >>> 2;
    high.set(at, high.get(at) | bits << ((int) (index & 3) << 3));
  }

  /** The row of the object being read is complete. */
  void endRow() {
    if (pendingArena >= 0) {
      write(Edges.LAST);
      pendingArena = -1;
      rowBits |= 1L << objects;
    }
    if ((++objects & 63) == 0) {
      hasRow.add(rowBits);
      rowBits = 0;
    }
  }

  /** How many pointers have been taken down. */
  long size() {
    return pointers.size();
  }

  /** Moves all that was taken down and will be. */
  void moveTo(Storage storage) {
    pointers = pointers.movedTo(storage);
    if (high != null) {
      high = high.movedTo(storage);
    }
    this.storage = storage;
  }

  /** How many pointers could not be kept, because they lie in more arenas than can be numbered. */
  long unplaced() {
    return unplaced;
  }

  /**
   * Makes edges of what was recorded; the recorder can't be used after.
   *
   * @param builder of {@code table}, which knows the file's order of runs
   * @param storage where they go
   */
  Edges resolve(ObjectTable table, ObjectTableBuilder builder, Storage storage) {
    hasRow.add(rowBits);
    RowStarts starts = new RowStarts(storage, table.count(), pointers.size());
    int[] order = builder.order();
    int chunks = Math.max(1, Math.min(64, order.length >>> 6));
    long count =
        IntStream.range(0, chunks)
            .parallel()
            .mapToLong(
                chunk -> {
                  int from = (int) ((long) order.length * chunk / chunks);
                  int to = (int) ((long) order.length * (chunk + 1) / chunks);
                  long edges = 0;
                  for (int i = from; i < to; i++) {
                    edges += resolveRun(i, order[i], table, builder.firstIndex(order[i]), starts);
                  }
                  return edges;
                })
            .sum();
    return new Edges(storage, pointers, starts, count);
  }

  /** Rows never grow, so what is written stays behind what is still to be read. */
  private long resolveRun(
      int run, int fileRun, ObjectTable table, long firstIndex, RowStarts starts) {
    long read = runStarts.get(fileRun);
    long write = read;
    long index = firstIndex;
    for (int id = table.firstId(run); id < table.firstId(run + 1); id++, index++) {
      if ((hasRow.get(index >>> 6) & 1L << index) == 0) {
        continue;
      }
      long start = write;
      int pointer;
      do {
        pointer = pointers.get(read);
        int target = table.find(address(pointer, read));
        read++;
        if (target >= 0) {
          pointers.set(write++, target);
        }
      } while (pointer >= 0);
      if (write > start) {
        pointers.set(write - 1, pointers.get(write - 1) | Edges.LAST);
        starts.set(id, start);
      }
    }
    return write - runStarts.get(fileRun);
  }

  private long address(int pointer, long index) {
    int number = (pointer & ~Edges.LAST) >>> WORD_BITS;
    if (high != null && index >>> 2 < high.size()) {
      number += (high.get(index >>> 2) >>> ((int) (index & 3) << 3) & 0xff) * NARROW_ARENAS;
    }
    return arenas.get(number) << ARENA_SHIFT | (long) (pointer & WORD_MASK) << WORD_SHIFT;
  }
}
