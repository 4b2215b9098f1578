package dev.godump.types.program;

import java.io.IOException;

/** Bytes of the dumped process that a value lies in: an object, a segment, a frame. */
public interface TypedWords {

  /** Whether the word at an offset is there. */
  boolean hasWord(long offset);

  /** The word at an offset for which {@link #hasWord} is true, unsigned. */
  long word(long offset) throws IOException;

  /** An unsigned number of 1, 2, 4 or 8 bytes. */
  long number(long offset, int length) throws IOException;
}
