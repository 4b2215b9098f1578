package dev.godump.heap.histogram;

/** A component of an {@link Amount}. */
public enum Measure {
  BYTES,
  COUNT,
  RETAINED
}
