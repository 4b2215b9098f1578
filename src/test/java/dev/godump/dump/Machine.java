package dev.godump.dump;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The size and byte order of words.
 *
 * @param pointerSize 4 or 8 bytes
 * @param order of the bytes of a word
 */
public record Machine(int pointerSize, ByteOrder order) {
  public static final Machine AMD64 = new Machine(8, ByteOrder.LITTLE_ENDIAN);
  public static final Machine I386 = new Machine(4, ByteOrder.LITTLE_ENDIAN);
  public static final Machine S390X = new Machine(8, ByteOrder.BIG_ENDIAN);
  public static final Machine MIPS = new Machine(4, ByteOrder.BIG_ENDIAN);

  public boolean bigEndian() {
    return order == ByteOrder.BIG_ENDIAN;
  }

  /** Returns its GOARCH. */
  public String arch() {
    if (pointerSize == 8) {
      return bigEndian() ? "s390x" : "amd64";
    }
    return bigEndian() ? "mips" : "386";
  }

  /** Returns memory of a size in bytes, all zero. */
  public Memory memory(int size) {
    return new Memory(this, size);
  }

  void put(byte[] bytes, int offset, long word) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(order);
    if (pointerSize == 8) {
      buffer.putLong(offset, word);
    } else {
      buffer.putInt(offset, (int) word);
    }
  }
}
