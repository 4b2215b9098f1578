package dev.godump.export;

import dev.godump.heap.dominators.Reachability;

/** Which objects an export has. */
@FunctionalInterface
public interface ObjectFilter {
  boolean includes(int object);

  /** All objects, garbage among them. */
  static ObjectFilter all() {
    return object -> true;
  }

  /**
   * Live objects; all of a dump that was cut before its roots, of which it can't be told what is
   * live.
   */
  static ObjectFilter live(Reachability reachability) {
    return reachability.isKnown() ? reachability::isLive : all();
  }
}
