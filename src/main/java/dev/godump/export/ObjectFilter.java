package dev.godump.export;

import dev.godump.heap.HeapParts;

/** Selects the objects of an export. */
@FunctionalInterface
public interface ObjectFilter {
  boolean includes(int object);

  /** Includes all objects, garbage as well. */
  static ObjectFilter all() {
    return object -> true;
  }

  /**
   * Includes live objects, and those that only inferred cleanups keep alive; all objects if the
   * dump was truncated before its roots, since liveness is unknown.
   */
  static ObjectFilter kept(HeapParts parts) {
    return parts.isKnown() ? parts::isKept : all();
  }
}
