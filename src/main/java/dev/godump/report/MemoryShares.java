package dev.godump.report;

import dev.godump.format.MemStats;

/**
 * What {@code MemStats.Sys} is made of, the same for all releases. Up to Go 1.15 the dump has the
 * runtime's raw figures, in which StackSys lacks the stacks in use: those are counted in no other
 * figure, or in those of the heap.
 *
 * @param stacks bytes had from the system for stacks
 * @param heap bytes of address space for the heap, stacks left out
 * @param heapInUse bytes of spans with objects
 */
record MemoryShares(long stacks, long heap, long heapInUse) {

  static MemoryShares of(MemStats stats) {
    long heap = stats.get("HeapSys");
    long inUse = stats.get("HeapInuse");
    long stacks = stats.get("StackInuse");
    if (stats.get("StackSys") > 0 || stacks == 0) {
      return new MemoryShares(stats.get("StackSys"), heap, inUse);
    }
    long unattributed =
        stats.get("Sys")
            - heap
            - stats.get("MSpanSys")
            - stats.get("MCacheSys")
            - stats.get("BuckHashSys")
            - stats.get("GCSys")
            - stats.get("OtherSys");
    boolean inHeap = unattributed < stacks / 2;
    return inHeap
        ? new MemoryShares(stacks, heap - stacks, inUse - stacks)
        : new MemoryShares(stacks, heap, inUse);
  }
}
