package dev.godump.types.program;

import dev.godump.graph.ObjectBytes;
import java.io.IOException;

/** The words of the object that was opened last, counted from behind its header. */
public final class ObjectWords implements TypedWords {
  private final ObjectBytes bytes;

  /** Bytes of the header. */
  public int start;

  public ObjectWords(ObjectBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public boolean holds(long offset) {
    return bytes.hasWord(start + offset);
  }

  @Override
  public long word(long offset) throws IOException {
    return bytes.word(start + offset);
  }

  @Override
  public long number(long offset, int length) throws IOException {
    return bytes.number(start + offset, length);
  }
}
