package dev.godump.types.program;

import java.io.IOException;

/** The words of a value in the dumped process: in an object, a segment or a frame. */
public interface TypedWords {

  /** Reports whether the word at an offset is available. */
  boolean hasWord(long offset);

  /** Reads the word at an offset. {@link #hasWord} must be true for it. */
  long word(long offset) throws IOException;

  /** Reads an unsigned number of 1, 2, 4 or 8 bytes. */
  long number(long offset, int length) throws IOException;
}
