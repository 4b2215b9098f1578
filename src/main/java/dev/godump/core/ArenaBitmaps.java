package dev.godump.core;

/**
 * Finds the heap arenas of 64 MiB on 64-bit Linux (runtime/mheap.go heapArena, malloc.go
 * arenaIndex): mheap.arenas leads to an array of 4 Mi pointers, by the number of the arena.
 */
final class ArenaBitmaps {
  static final int ARENA_SHIFT = 26;

  private static final long ARENAS = 1L << 22;

  /** The lowest address of amd64, 2^47 below 0, is in arena 0. */
  private static final long FIRST_USER_ARENA = 1L << (47 - ARENA_SHIFT);

  private final CoreMemory memory;
  private final long table;
  private long lastArena = -1;
  private long lastMetadata;

  /**
   * @param table address of the array
   */
  ArenaBitmaps(CoreMemory memory, long table) {
    this.memory = memory;
    this.table = table;
  }

  /** Returns the address of the heapArena for an address, or 0 if there is none. */
  long metadataOf(long address) {
    long arena = (address >>> ARENA_SHIFT) + FIRST_USER_ARENA;
    if (arena != lastArena) {
      lastArena = arena;
      lastMetadata = table == 0 || arena >= ARENAS ? 0 : memory.word(table + 8 * arena);
    }
    return lastMetadata;
  }

  /** Returns an address's offset from the start of its arena, in words. */
  static long wordInArena(long address) {
    return (address & (1L << ARENA_SHIFT) - 1) / 8;
  }
}
