package dev.godump.graph.load;

import dev.godump.graph.Edges;
import dev.godump.graph.ObjectTable;
import dev.godump.io.Parallel;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records the pointers of objects while a dump is read, before their targets are known, and turns
 * them into edges in place once all objects are known. Not thread-safe.
 *
 * <p>A pointer takes 31 bits (the sign bit marks the last of its row): 23 for the 8-byte word in
 * its 64 MiB arena, 8 for the arena's index in order of appearance. From the 257th arena on, which
 * takes a heap of 16 GiB, a second vector holds 8 more bits. Objects start and end at whole words,
 * so the lost bits don't matter.
 */
final class PointerRecorder {
  private static final int ARENA_SHIFT = 26;
  private static final int WORD_SHIFT = 3;
  private static final int WORD_BITS = ARENA_SHIFT - WORD_SHIFT;
  private static final int WORD_MASK = (1 << WORD_BITS) - 1;
  private static final int NARROW_ARENAS = 1 << (31 - WORD_BITS);
  private static final int MAX_ARENAS = NARROW_ARENAS << 8;
  private static final int CACHE = 1 << 8;
  private static final int NONE = -1;

  private Storage storage = Storage.HEAP;
  private IntVector pointers = storage.ints();

  /** Null until there are many arenas. */
  private @Nullable IntVector highBits;

  private final LongVector hasRowBits = new LongVector();
  private final LongVector firstPointerByRun = new LongVector();

  private final LongVector arenaByIndex = new LongVector();
  private final Long2IntOpenHashMap indexByArena = new Long2IntOpenHashMap();
  private final long[] cachedArenas = new long[CACHE];
  private final int[] cachedIndexes = new int[CACHE];

  private long rowStart;
  private long rowBits;
  private long objects;
  private long dropped;

  /** Arena index of the row's newest pointer, not written yet; {@link #NONE} before its first. */
  private int pendingArenaIndex = NONE;

  private int pendingWord;

  PointerRecorder() {
    indexByArena.defaultReturnValue(NONE);
    Arrays.fill(cachedArenas, NONE);
  }

  /** Starts the row of the next object; drops a row that was started but not ended. */
  void startRow() {
    rowStart = pointers.size();
    pendingArenaIndex = NONE;
  }

  /** Marks the current row as the first of a run of objects. */
  void startRun() {
    firstPointerByRun.add(rowStart);
  }

  /** Adds a non-nil pointer to the current row. */
  void add(long address) {
    int arena = arenaIndex(address >>> ARENA_SHIFT);
    if (arena == NONE) {
      dropped++;
      return;
    }
    if (pendingArenaIndex != NONE) {
      write(0);
    }
    pendingArenaIndex = arena;
    pendingWord = (int) (address >>> WORD_SHIFT) & WORD_MASK;
  }

  private int arenaIndex(long arena) {
    int slot = (int) arena & CACHE - 1;
    if (cachedArenas[slot] == arena) {
      return cachedIndexes[slot];
    }
    int index = indexByArena.get(arena);
    if (index == NONE) {
      index = (int) arenaByIndex.size();
      if (index == MAX_ARENAS) {
        return NONE;
      }
      indexByArena.put(arena, index);
      arenaByIndex.add(arena);
    }
    cachedArenas[slot] = arena;
    cachedIndexes[slot] = index;
    return index;
  }

  private void write(int last) {
    int low = pendingArenaIndex & NARROW_ARENAS - 1;
    pointers.add(last | low << WORD_BITS | pendingWord);
    if (pendingArenaIndex >= NARROW_ARENAS || highBits != null) {
      writeHigh(pendingArenaIndex / NARROW_ARENAS);
    }
  }

  private void writeHigh(int bits) {
    if (highBits == null) {
      highBits = storage.ints();
    }
    // four entries per int
    long index = pointers.size() - 1;
    while (highBits.size() <= index >>> 2) {
      highBits.add(0);
    }
    long at = index >>> 2;
    highBits.set(at, highBits.get(at) | bits << ((int) (index & 3) << 3));
  }

  /** Ends the current row. */
  void endRow() {
    boolean hasRow = pendingArenaIndex != NONE;
    if (hasRow) {
      write(Edges.LAST);
      pendingArenaIndex = NONE;
    }
    endObject(hasRow);
  }

  private void endObject(boolean hasRow) {
    if (hasRow) {
      rowBits |= 1L << objects;
    }
    if ((++objects & 63) == 0) {
      hasRowBits.add(rowBits);
      rowBits = 0;
    }
  }

  /** Whether {@link #addAll} can number the arenas of another recorder. */
  boolean canAddAll(PointerRecorder later) {
    return arenaByIndex.size() + later.arenaByIndex.size() <= MAX_ARENAS;
  }

  /** Adds the rows of objects that follow those recorded so far. */
  void addAll(PointerRecorder later) {
    later.firstPointerByRun.forEach(first -> firstPointerByRun.add(pointers.size() + first));
    int[] indexes = new int[(int) later.arenaByIndex.size()];
    for (int i = 0; i < indexes.length; i++) {
      indexes[i] = arenaIndex(later.arenaByIndex.get(i));
    }
    for (long i = 0; i < later.pointers.size(); i++) {
      int pointer = later.pointers.get(i);
      pendingArenaIndex = indexes[later.arenaIndex(pointer, i)];
      pendingWord = pointer & WORD_MASK;
      write(pointer & Edges.LAST);
    }
    for (long object = 0; object < later.objects; object++) {
      endObject(later.hasRow(object));
    }
    dropped += later.dropped;
  }

  private boolean hasRow(long object) {
    long word = object >>> 6;
    long bits = word < hasRowBits.size() ? hasRowBits.get(word) : rowBits;
    return (bits & 1L << object) != 0;
  }

  /** Returns the number of pointers recorded. */
  long size() {
    return pointers.size();
  }

  /** Moves the recorded pointers, and those to come, to another storage. */
  void moveTo(Storage storage) {
    pointers = pointers.movedTo(storage);
    if (highBits != null) {
      highBits = highBits.movedTo(storage);
    }
    this.storage = storage;
  }

  /**
   * Returns the number of pointers dropped because they are in more arenas than can be numbered.
   */
  long dropped() {
    return dropped;
  }

  /**
   * Turns the recorded pointers into edges; the recorder can't be used afterwards.
   *
   * @param builder of {@code table}, which knows the runs in file order
   * @param storage for the starts of rows
   */
  Edges resolve(ObjectTable table, ObjectTableBuilder builder, Storage storage) {
    RowStarts starts = new RowStarts(storage, table.count(), pointers.size());
    int[] order = builder.fileRunByRun();
    int chunks = Math.max(1, Math.min(64, order.length >>> 6));
    long count =
        Parallel.sum(
            chunks,
            chunk -> {
              int from = (int) ((long) order.length * chunk / chunks);
              int to = (int) ((long) order.length * (chunk + 1) / chunks);
              long edges = 0;
              for (int i = from; i < to; i++) {
                edges += resolveRun(i, order[i], table, builder.firstIndex(order[i]), starts);
              }
              return edges;
            });
    return new Edges(storage, pointers, starts, count);
  }

  /** Resolves the rows of a run in place: rows never grow, so writes stay behind reads. */
  private long resolveRun(
      int run, int fileRun, ObjectTable table, long firstIndex, RowStarts starts) {
    long read = firstPointerByRun.get(fileRun);
    long write = read;
    long index = firstIndex;
    for (int id = table.firstId(run); id < table.firstId(run + 1); id++, index++) {
      if (!hasRow(index)) {
        continue;
      }
      long start = write;
      int pointer;
      do {
        pointer = pointers.get(read);
        int target = table.find(address(pointer, read));
        read++;
        if (target != ObjectTable.NONE) {
          pointers.set(write++, target);
        }
      } while (pointer >= 0);
      if (write > start) {
        pointers.set(write - 1, pointers.get(write - 1) | Edges.LAST);
        starts.set(id, start);
      }
    }
    return write - firstPointerByRun.get(fileRun);
  }

  private long address(int pointer, long index) {
    long arena = arenaByIndex.get(arenaIndex(pointer, index));
    return arena << ARENA_SHIFT | (long) (pointer & WORD_MASK) << WORD_SHIFT;
  }

  /** Returns the arena's index of the pointer at an index. */
  private int arenaIndex(int pointer, long index) {
    int arena = (pointer & ~Edges.LAST) >>> WORD_BITS;
    if (highBits != null && index >>> 2 < highBits.size()) {
      arena += (highBits.get(index >>> 2) >>> ((int) (index & 3) << 3) & 0xff) * NARROW_ARENAS;
    }
    return arena;
  }
}
