package dev.godump.types.program;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import java.io.IOException;
import java.util.function.IntUnaryOperator;

/**
 * The words of the value in the object that was opened last, by offset after the malloc header. Not
 * thread-safe.
 */
public final class ObjectWords implements TypedWords {
  private final ObjectBytes bytes;
  private final IntUnaryOperator headerSizeByObject;
  private int headerSize;

  /**
   * @param headerSizeByObject bytes of an object's malloc header: 8 or 0
   */
  public ObjectWords(HeapGraph graph, IntUnaryOperator headerSizeByObject) {
    this.bytes = new ObjectBytes(graph);
    this.headerSizeByObject = headerSizeByObject;
  }

  /** Opens an object: the methods below read its value until the next one is opened. */
  public void open(int object) throws IOException {
    bytes.open(object);
    headerSize = headerSizeByObject.applyAsInt(object);
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

  /** Bytes of the open object from the start of its value to the end of the slot. */
  public long size() {
    return bytes.size() - headerSize;
  }

  /**
   * Copies the first bytes of the value.
   *
   * @return the number of bytes that the file has, at most {@code length}
   */
  public int read(byte[] into, int length) throws IOException {
    return bytes.read(headerSize, into, length);
  }
}
