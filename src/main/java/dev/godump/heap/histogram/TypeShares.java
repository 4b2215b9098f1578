package dev.godump.heap.histogram;

import dev.godump.types.Certainty;
import dev.godump.types.Coverage;
import dev.godump.types.HeapTypes;

/**
 * How much of a heap has a type, and how often type inference met contradictions.
 *
 * @param coverage of the live objects; of all objects if liveness is unknown
 * @param conflicts how often two types fitted one object, so that one was dropped
 * @param contradictions how often a type was rejected because the object's pointers or size differ
 */
public record TypeShares(Coverage coverage, long conflicts, long contradictions) {

  /**
   * @param byType all objects by type
   */
  public static TypeShares of(Histogram byType, boolean livenessKnown, HeapTypes types) {
    long[] objects = new long[Certainty.values().length];
    long[] bytes = new long[objects.length];
    for (Histogram.Row row : byType.rows()) {
      objects[row.certainty().code()] += livenessKnown ? row.liveCount() : row.count();
      bytes[row.certainty().code()] += livenessKnown ? row.liveBytes() : row.bytes();
    }
    return new TypeShares(new Coverage(objects, bytes), types.conflicts(), types.contradictions());
  }
}
