package dev.godump.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Collects the bytes of a section: little-endian numbers, and texts as their length in bytes, an
 * int, and UTF-8. Read them with {@link SectionInput}. Not thread-safe.
 */
public final class SectionOutput {
  private ByteBuffer buffer = ByteBuffer.allocate(1 << 10).order(ByteOrder.LITTLE_ENDIAN);

  public void writeByte(int value) {
    reserve(Byte.BYTES).put((byte) value);
  }

  public void writeBoolean(boolean value) {
    writeByte(value ? 1 : 0);
  }

  public void writeInt(int value) {
    reserve(Integer.BYTES).putInt(value);
  }

  public void writeLong(long value) {
    reserve(Long.BYTES).putLong(value);
  }

  public void writeText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeInt(bytes.length);
    reserve(bytes.length).put(bytes);
  }

  /** Returns a copy of all bytes written so far. */
  public byte[] toBytes() {
    byte[] bytes = new byte[buffer.position()];
    buffer.duplicate().flip().get(bytes);
    return bytes;
  }

  private ByteBuffer reserve(int bytes) {
    if (buffer.remaining() < bytes) {
      int capacity = buffer.capacity() + Math.max(bytes, buffer.capacity());
      buffer = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
    }
    return buffer;
  }
}
