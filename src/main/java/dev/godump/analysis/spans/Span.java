package dev.godump.analysis.spans;

/**
 * A span with at least one object.
 *
 * @param start its address
 * @param size its bytes
 * @param slotSize bytes of each slot
 * @param slots number of slots that can have an object
 * @param objects number of slots that have one, live or not
 */
public record Span(long start, long size, long slotSize, long slots, long objects) {

  /** Returns the bytes of free slots. */
  public long freeBytes() {
    return (slots - objects) * slotSize;
  }

  /** Returns the bytes outside slots: the rest at the end, or the span's bitmap. */
  public long endBytes() {
    return size - slots * slotSize;
  }

  /** Whether at most a quarter of the slots have an object. */
  public boolean isNearlyEmpty() {
    return objects * 4 <= slots;
  }
}
