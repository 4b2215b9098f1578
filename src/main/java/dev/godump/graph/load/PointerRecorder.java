package dev.godump.graph.load;

import dev.godump.graph.Edges;
import dev.godump.graph.ObjectTable;
import dev.godump.io.Parallel;
import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;
import java.util.ArrayList;
import java.util.List;
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
  private static final int MAX_ARENAS = ArenaNumbers.MAX;
  private static final int NONE = -1;

  private Storage storage = Storage.HEAP;
  private IntVector pointers = storage.ints();

  /** Null until there are many arenas. */
  private @Nullable IntVector highBits;

  private final LongVector hasRowBits = new LongVector();
  private final LongVector firstPointerByRun = new LongVector();

  /** The pointers before those of the recorders that were added. */
  private final List<Part> parts = new ArrayList<>();

  /** The numbers of the arenas of the pointers after {@link #parts}. */
  private ArenaNumbers arenas = new ArenaNumbers();

  private long rowStart;
  private long rowBits;
  private long objects;
  private long dropped;

  /** Arena index of the row's newest pointer, not written yet; {@link #NONE} before its first. */
  private int pendingArenaIndex = NONE;

  private int pendingWord;

  /**
   * Pointers whose arenas have numbers of their own.
   *
   * @param end the number of pointers up to the last of them
   */
  private record Part(long end, ArenaNumbers arenas) {}

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
    int arena = arenas.number(address >>> ARENA_SHIFT);
    if (arena == ArenaNumbers.NONE) {
      dropped++;
      return;
    }
    if (pendingArenaIndex != NONE) {
      write(0);
    }
    pendingArenaIndex = arena;
    pendingWord = (int) (address >>> WORD_SHIFT) & WORD_MASK;
  }

  private void write(int last) {
    int low = pendingArenaIndex & NARROW_ARENAS - 1;
    pointers.add(last | low << WORD_BITS | pendingWord);
    if (pendingArenaIndex >= NARROW_ARENAS || highBits != null) {
      writeHigh(pointers.size() - 1, pendingArenaIndex / NARROW_ARENAS);
    }
  }

  private void writeHigh(long index, int bits) {
    if (highBits == null) {
      highBits = storage.ints();
    }
    // four entries per int
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
    addObjects(hasRow ? 1 : 0, 1);
  }

  /** Adds up to 64 objects; a bit for each says whether it has a row. */
  private void addObjects(long bits, int count) {
    int used = (int) objects & 63;
    rowBits |= bits << used;
    objects += count;
    if (used + count >= Long.SIZE) {
      hasRowBits.add(rowBits);
      rowBits = used == 0 ? 0 : bits >>> (Long.SIZE - used);
    }
  }

  /** Whether {@link #addAll} can add another recorder: arenas are numbered up to a limit. */
  boolean canAddAll(PointerRecorder later) {
    long count = arenas.count() + later.arenas.count();
    for (Part part : parts) {
      count += part.arenas.count();
    }
    return count <= MAX_ARENAS;
  }

  /**
   * Adds the rows of objects that follow those recorded so far; the first of them starts a run.
   * Their arenas keep their numbers, which those to come share.
   */
  void addAll(PointerRecorder later) {
    long before = pointers.size();
    later.firstPointerByRun.forEach(first -> firstPointerByRun.add(before + first));
    parts.add(new Part(before, arenas));
    arenas = later.arenas;
    pointers.addAll(later.pointers);
    if (later.highBits != null) {
      for (long i = 0; i < later.pointers.size(); i++) {
        writeHigh(before + i, later.highBits(i));
      }
    }
    later.hasRowBits.forEach(bits -> addObjects(bits, Long.SIZE));
    addObjects(later.rowBits, (int) later.objects & 63);
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
    parts.add(new Part(pointers.size(), arenas));
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
    ArenaNumbers numbers = arenasOf(read);
    long index = firstIndex;
    for (int id = table.firstId(run); id < table.firstId(run + 1); id++, index++) {
      if (!hasRow(index)) {
        continue;
      }
      long start = write;
      int pointer;
      do {
        pointer = pointers.get(read);
        long arena = numbers.arena(arenaIndex(pointer, read));
        int target = table.find(address(arena, pointer));
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

  private ArenaNumbers arenasOf(long index) {
    int part = 0;
    while (part < parts.size() - 1 && index >= parts.get(part).end) {
      part++;
    }
    return parts.get(part).arenas;
  }

  private static long address(long arena, int pointer) {
    return arena << ARENA_SHIFT | (long) (pointer & WORD_MASK) << WORD_SHIFT;
  }

  /** Returns the arena's number of the pointer at an index. */
  private int arenaIndex(int pointer, long index) {
    return ((pointer & ~Edges.LAST) >>> WORD_BITS) + highBits(index) * NARROW_ARENAS;
  }

  private int highBits(long index) {
    return highBits == null || index >>> 2 >= highBits.size()
        ? 0
        : highBits.get(index >>> 2) >>> ((int) (index & 3) << 3) & 0xff;
  }
}
