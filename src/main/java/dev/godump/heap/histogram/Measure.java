package dev.godump.heap.histogram;

/** One of the numbers of an {@link Amount}. */
public enum Measure {
  BYTES,
  COUNT,
  RETAINED
}
