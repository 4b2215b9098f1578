package dev.godump.graph.load;

import dev.godump.format.DumpRecord;

/**
 * Separates records of slots that hold no object from real ones, while records come in file order
 * (spans in any order, slots of a span ascending). Whether a span is a scan span shows only in the
 * pointer lists of its objects. If the only records of a page are in slots that a noscan span would
 * have but a scan span would not, they can be either: {@link Verdict#UNDECIDED}. Not thread-safe.
 */
public final class PhantomFilter {

  /** The classification of a record. */
  public enum Verdict {
    OBJECT,
    PHANTOM,
    UNDECIDED
  }

  private static final int NONE = -1;

  private final SpanLayout layout;
  private final int maxSlotSize;

  private long page = NONE;
  private long slotSize;
  private boolean objects;
  private boolean scan;

  /** Returns a filter for a dump that the named Go release wrote; for an unknown one the newest. */
  public static PhantomFilter of(DumpRecord.Params params) {
    return new PhantomFilter(SpanLayout.of(params));
  }

  PhantomFilter(SpanLayout layout) {
    this.layout = layout;
    this.maxSlotSize = layout.hasReserve() ? layout.maxSlotSize() : 0;
  }

  /**
   * Classifies the next object record.
   *
   * @param pointers whether it lists any pointer field
   */
  public Verdict judge(long address, long size, boolean pointers) {
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
