package dev.godump.graph.load;

/**
 * Tells the records of slots that hold no object from real ones, while records come in file order
 * (spans in any order, slots of a span ascending). Whether a span is a scan span shows only in the
 * pointer lists of its objects. A page whose only records lie in slots that a scan span wouldn't
 * have, but a noscan span would, can be either: those are {@link Verdict#UNDECIDED} here.
 */
final class PhantomFilter {

  /** What a record is. */
  enum Verdict {
    OBJECT,
    PHANTOM,
    UNDECIDED
  }

  private final SpanLayout layout;
  private final int maxSlotSize;

  private long page = -1;
  private long slotSize;
  private boolean objects;
  private boolean scan;

  PhantomFilter(SpanLayout layout) {
    this.layout = layout;
    this.maxSlotSize = layout.hasReserve() ? layout.maxSlotSize() : 0;
  }

  /**
   * Judges the next object record.
   *
   * @param pointers whether it lists any pointer field
   */
  Verdict judge(long address, long size, boolean pointers) {
    if (size > maxSlotSize || size <= 0) {
      return Verdict.OBJECT;
    }
    long start = address & -SpanLayout.PAGE;
    if (start != page || size != slotSize) {
      page = start;
      slotSize = size;
      objects = false;
      scan = false;
    }
    int slot = (int) (address - start) / (int) size;
    if (slot < layout.objectSlots((int) size, true)) {
      objects = true;
      scan |= pointers;
      return Verdict.OBJECT;
    }
    if (scan || slot >= layout.objectSlots((int) size, false)) {
      return Verdict.PHANTOM;
    }
    return objects ? Verdict.OBJECT : Verdict.UNDECIDED;
  }
}
