package dev.godump.types;

/**
 * The number and size of a heap's objects by certainty of their types.
 *
 * @param objects number of objects by code of {@link Certainty}
 * @param bytes bytes of the objects' slots by code of {@link Certainty}
 */
public record Coverage(long[] objects, long[] bytes) {

  /** The number of objects whose types have a certainty. */
  public long objects(Certainty certainty) {
    return objects[certainty.code()];
  }

  /** Bytes of the slots of objects whose types have a certainty. */
  public long bytes(Certainty certainty) {
    return bytes[certainty.code()];
  }
}
