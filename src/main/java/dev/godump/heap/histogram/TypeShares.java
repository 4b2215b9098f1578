package dev.godump.heap.histogram;

import dev.godump.types.Certainty;
import dev.godump.types.Coverage;
import dev.godump.types.HeapTypes;

/**
 * How much of a heap has a type, and how often the ways to find types out disagreed.
 *
 * @param coverage of the live objects; of all where it is unknown which are live
 * @param conflicts how often two types fitted one object and one had to give way
 * @param contradictions how often a type was refused because the object's pointers or size are
 *     others
 */
public record TypeShares(Coverage coverage, long conflicts, long contradictions) {

  /**
   * @param byType all objects by type
   */
  public static TypeShares of(Histogram byType, boolean livenessKnown, HeapTypes types) {
    long[] objects = new long[Certainty.values().length];
    long[] bytes = new long[objects.length];
    for (Histogram.Row row : byType.rows()) {
      objects[row.certainty().ordinal()] += livenessKnown ? row.liveCount() : row.count();
      bytes[row.certainty().ordinal()] += livenessKnown ? row.liveBytes() : row.bytes();
    }
    return new TypeShares(new Coverage(objects, bytes), types.conflicts(), types.contradictions());
  }
}
