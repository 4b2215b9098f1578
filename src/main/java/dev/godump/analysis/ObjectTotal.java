package dev.godump.analysis;

/** A number of objects and the bytes of their slots. */
public record ObjectTotal(long objects, long bytes) {
  static final ObjectTotal NONE = new ObjectTotal(0, 0);

  ObjectTotal minus(ObjectTotal other) {
    return new ObjectTotal(objects - other.objects, bytes - other.bytes);
  }
}
