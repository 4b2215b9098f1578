package dev.godump.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the bytes of a section that {@link SectionOutput} collected. Every method throws {@link
 * DamagedIndexException} where the section ends before the value does. Not thread-safe.
 */
public final class SectionInput {
  private final String section;
  private final ByteBuffer buffer;

  /**
   * Reads from the start of a section.
   *
   * @param section its name, for messages
   */
  public SectionInput(String section, byte[] bytes) {
    this.section = section;
    this.buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether there is more to read. */
  public boolean hasRemaining() {
    return buffer.hasRemaining();
  }

  public byte readByte() {
    return require(Byte.BYTES).get();
  }

  public boolean readBoolean() {
    return readByte() != 0;
  }

  public int readInt() {
    return require(Integer.BYTES).getInt();
  }

  public long readLong() {
    return require(Long.BYTES).getLong();
  }

  /** Reads a number of entries, each of at least one byte. */
  public int readCount() {
    int count = readInt();
    require(count);
    return count;
  }

  public String readText() {
    byte[] bytes = new byte[readCount()];
    buffer.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private ByteBuffer require(int bytes) {
    if (bytes < 0 || buffer.remaining() < bytes) {
      throw new DamagedIndexException("section " + section + " ends early");
    }
    return buffer;
  }
}
