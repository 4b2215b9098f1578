package dev.godump.graph.load;

import dev.godump.vector.LongVector;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.Arrays;

/** Numbers arenas in order of appearance. Not thread-safe. */
final class ArenaNumbers {
  /** The number of an arena after too many others. */
  static final int NONE = -1;

  /** The most arenas that get a number. */
  static final int MAX = 1 << 16;

  private static final int CACHE = 1 << 8;

  private final LongVector arenaByNumber = new LongVector();
  private final Long2IntOpenHashMap numberByArena = new Long2IntOpenHashMap();
  private final long[] cachedArenas = new long[CACHE];
  private final int[] cachedNumbers = new int[CACHE];

  ArenaNumbers() {
    numberByArena.defaultReturnValue(NONE);
    Arrays.fill(cachedArenas, NONE);
  }

  /** Returns the number of arenas. */
  long count() {
    return arenaByNumber.size();
  }

  /** Returns the arena with a number. */
  long arena(int number) {
    return arenaByNumber.get(number);
  }

  /** Returns the number of an arena, a new one for a new arena; or {@link #NONE}. */
  int number(long arena) {
    int slot = (int) arena & CACHE - 1;
    if (cachedArenas[slot] == arena) {
      return cachedNumbers[slot];
    }
    int number = numberByArena.get(arena);
    if (number == NONE) {
      number = (int) arenaByNumber.size();
      if (number == MAX) {
        return NONE;
      }
      numberByArena.put(arena, number);
      arenaByNumber.add(arena);
    }
    cachedArenas[slot] = arena;
    cachedNumbers[slot] = number;
    return number;
  }
}
