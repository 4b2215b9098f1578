package dev.godump.graph;

import java.util.function.IntConsumer;

/** For each object other objects, such as those that point at it. */
@FunctionalInterface
public interface Referrers {
  /** Shows them by id, one that points twice twice. */
  void forEach(int object, IntConsumer visitor);
}
