package dev.godump.core;

import dev.godump.format.PointerOffsets;

/**
 * Tells which words of objects are pointers. Each era of Go's runtime keeps that in its own way.
 */
interface ObjectPointers {

  /**
   * Returns the byte offsets of the pointers in a slot, from its start, ascending. Valid until the
   * next call.
   *
   * @param span a span whose objects have pointers
   * @param slot address of one of its slots
   */
  PointerOffsets of(HeapSpan span, long slot);
}
