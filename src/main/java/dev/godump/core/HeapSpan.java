package dev.godump.core;

/**
 * A span in use (runtime/mheap.go mspan): memory divided into slots of one size.
 *
 * @param start address of the first slot
 * @param bytes of the whole span
 * @param slotSize in bytes
 * @param slots number of slots; what follows them belongs to the runtime
 * @param freeIndex slots from here on are free unless {@code allocBits} says otherwise
 * @param allocBits address of a bit for each slot that the last sweep left in use
 * @param markBits address of a bit for each slot that the collector has reached
 * @param sweepGeneration compared with that of the heap, says whether the span is swept
 * @param isNoscan whether its objects have no pointers
 * @param isSingle whether it has one large object
 * @param largeType address of the descriptor of a large object's elements, since Go 1.22, else 0
 * @param specials address of its first special record, or 0
 */
record HeapSpan(
    long start,
    long bytes,
    long slotSize,
    int slots,
    int freeIndex,
    long allocBits,
    long markBits,
    long sweepGeneration,
    boolean isNoscan,
    boolean isSingle,
    long largeType,
    long specials) {

  /** Returns the address of a slot. */
  long slot(int index) {
    return start + index * slotSize;
  }
}
