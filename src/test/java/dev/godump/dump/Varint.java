package dev.godump.dump;

import java.io.ByteArrayOutputStream;

/** Writes numbers as Go's {@code encoding/binary.PutUvarint} does. */
public final class Varint {
  private Varint() {}

  /** Returns the 1 to 10 bytes of an unsigned 64-bit number. */
  public static byte[] of(long value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
    return out.toByteArray();
  }
}
