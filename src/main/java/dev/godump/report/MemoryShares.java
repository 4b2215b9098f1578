package dev.godump.report;

import dev.godump.format.MemStats;

/**
 * The parts of {@code MemStats.Sys}, comparable between releases. Dumps up to Go 1.15 have the
 * runtime's raw figures: StackSys excludes the stacks in use, which are either part of the heap's
 * figures or of none.
 *
 * @param stacks bytes obtained from the system for stacks
 * @param heap bytes of address space for the heap, without stacks
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
