package dev.godump.export;

import dev.godump.heap.dominators.Reachability;

/** Selects the objects of an export. */
@FunctionalInterface
public interface ObjectFilter {
  boolean includes(int object);

  /** Includes all objects, garbage as well. */
  static ObjectFilter all() {
    return object -> true;
  }

  /**
   * Includes live objects; all objects if the dump was truncated before its roots, since liveness
   * is unknown.
   */
  static ObjectFilter live(Reachability reachability) {
    return reachability.isKnown() ? reachability::isLive : all();
  }
}
