package dev.godump.analysis;

/** Counts objects and adds up their bytes. Not thread-safe. */
final class Tally {
  private long objects;
  private long bytes;

  void add(long size) {
    objects++;
    bytes += size;
  }

  ObjectTotal total() {
    return new ObjectTotal(objects, bytes);
  }

  long bytes() {
    return bytes;
  }
}
