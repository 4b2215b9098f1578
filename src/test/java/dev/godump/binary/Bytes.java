package dev.godump.binary;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** A buffer that appends numbers in one byte order. */
public final class Bytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final boolean bigEndian;

  public Bytes(boolean bigEndian) {
    this.bigEndian = bigEndian;
  }

  int size() {
    return out.size();
  }

  Bytes number(long value, int size) {
    for (int i = 0; i < size; i++) {
      out.write((int) (value >>> (8 * (bigEndian ? size - 1 - i : i))));
    }
    return this;
  }

  Bytes u8(int... values) {
    for (int value : values) {
      out.write(value);
    }
    return this;
  }

  public Bytes u16(long value) {
    return number(value, 2);
  }

  public Bytes u32(long value) {
    return number(value, 4);
  }

  public Bytes u64(long value) {
    return number(value, 8);
  }

  public Bytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /** Appends a text and a zero byte. */
  Bytes name(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_8)).u8(0);
  }

  /** Appends a text in a field of a fixed length. */
  Bytes field(String text, int length) {
    byte[] field = new byte[length];
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, field, 0, Math.min(length, bytes.length));
    return raw(field);
  }

  /** Appends zeros up to a position. */
  Bytes upTo(long position) {
    while (out.size() < position) {
      out.write(0);
    }
    return this;
  }

  Bytes align(int to) {
    return upTo((out.size() + to - 1L) / to * to);
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
