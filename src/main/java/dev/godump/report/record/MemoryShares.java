package dev.godump.report.record;

import java.util.function.ToLongFunction;

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

  /**
   * Returns the shares.
   *
   * @param figures by name
   */
  static MemoryShares of(ToLongFunction<String> figures) {
    long heap = figures.applyAsLong("HeapSys");
    long inUse = figures.applyAsLong("HeapInuse");
    long stacks = figures.applyAsLong("StackInuse");
    if (figures.applyAsLong("StackSys") > 0 || stacks == 0) {
      return new MemoryShares(figures.applyAsLong("StackSys"), heap, inUse);
    }
    long unattributed =
        figures.applyAsLong("Sys")
            - heap
            - figures.applyAsLong("MSpanSys")
            - figures.applyAsLong("MCacheSys")
            - figures.applyAsLong("BuckHashSys")
            - figures.applyAsLong("GCSys")
            - figures.applyAsLong("OtherSys");
    boolean inHeap = unattributed < stacks / 2;
    return inHeap
        ? new MemoryShares(stacks, heap - stacks, inUse - stacks)
        : new MemoryShares(stacks, heap, inUse);
  }
}
