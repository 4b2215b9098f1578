package dev.godump.types.program;

import dev.godump.graph.ObjectBytes;
import java.io.IOException;

/** The words of the object that was opened last, by offset after its header. */
public final class ObjectWords implements TypedWords {
  private final ObjectBytes bytes;

  /** Bytes of the header. */
  public int headerSize;

  public ObjectWords(ObjectBytes bytes) {
    this.bytes = bytes;
  }

  @Override
  public boolean hasWord(long offset) {
    return bytes.hasWord(headerSize + offset);
  }

  @Override
  public long word(long offset) throws IOException {
    return bytes.word(headerSize + offset);
  }

  @Override
  public long number(long offset, int length) throws IOException {
    return bytes.number(headerSize + offset, length);
  }
}
