package dev.godump.graph;

import java.util.function.IntConsumer;

/** The objects that point at each object. */
@FunctionalInterface
public interface Referrers {
  /** Visits the referrers of an object by ascending id, once per pointer. */
  void forEach(int object, IntConsumer visitor);
}
