package dev.godump.types;

/**
 * How much of a heap has a type, by certainty.
 *
 * @param objects by the place of the {@link Certainty} in its list, how many
 * @param bytes likewise, of their slots
 */
public record Coverage(long[] objects, long[] bytes) {

  /** Of the objects that a certainty has. */
  public long objects(Certainty certainty) {
    return objects[certainty.ordinal()];
  }

  /** The bytes of the objects that a certainty has. */
  public long bytes(Certainty certainty) {
    return bytes[certainty.ordinal()];
  }
}
