package dev.godump.format;

import java.io.IOException;

/** The offsets of the pointers in an object's contents, one after another. */
@FunctionalInterface
public interface PointerOffsets {

  /** Returns the byte offset of the next pointer, or -1 after the last. */
  long next() throws IOException;

  /** Returns the offsets of an array, which must not be negative. */
  static PointerOffsets of(long... offsets) {
    return new PointerOffsets() {
      private int next;

      @Override
      public long next() {
        return next < offsets.length ? offsets[next++] : -1;
      }
    };
  }
}
