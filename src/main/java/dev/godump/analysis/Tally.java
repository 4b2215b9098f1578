package dev.godump.analysis;

/** Counts objects and adds up their bytes. Not thread-safe. */
final class Tally {
  private long objects;
  private long bytes;

  void add(long size) {
    objects++;
    bytes += size;
  }

  long objects() {
    return objects;
  }

  long bytes() {
    return bytes;
  }
}
