package dev.godump.binary.dwarf;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads a debug section. A read past the end throws {@link DwarfException}. Not thread-safe. */
final class SectionReader {
  private static final VarHandle SHORT_LE = view(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle SHORT_BE = view(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);

  /** Longest LEB128 number: 10 bytes for 64 bits, and the short padding that linkers write. */
  private static final int MAX_LEB_LENGTH = 16;

  private static final int MAX_TEXT_LENGTH = 1 << 16;

  private final String section;
  private final byte[] bytes;
  private final boolean bigEndian;
  private int pos;

  SectionReader(String section, byte[] bytes, boolean bigEndian) {
    this.section = section;
    this.bytes = bytes;
    this.bigEndian = bigEndian;
  }

  /** Returns a reader of the same bytes with its own position. */
  SectionReader copy() {
    return new SectionReader(section, bytes, bigEndian);
  }

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }

  int length() {
    return bytes.length;
  }

  int position() {
    return pos;
  }

  SectionReader seek(long position) {
    if (position < 0 || position > bytes.length) {
      throw new DwarfException(
          section, position, "this is outside of its " + bytes.length + " bytes");
    }
    pos = (int) position;
    return this;
  }

  void skip(long count) {
    if (count < 0 || count > bytes.length - pos) {
      throw damaged("something of " + Long.toUnsignedString(count) + " bytes goes past the end");
    }
    pos += (int) count;
  }

  DwarfException damaged(String what) {
    return new DwarfException(section, pos, what);
  }

  private int advance(int count) {
    int at = pos;
    if (count > bytes.length - at) {
      throw damaged("it ends inside a number");
    }
    pos = at + count;
    return at;
  }

  int u8() {
    return bytes[advance(1)] & 0xff;
  }

  int u16() {
    return (bigEndian
            ? (short) SHORT_BE.get(bytes, advance(2))
            : (short) SHORT_LE.get(bytes, advance(2)))
        & 0xffff;
  }

  int u24() {
    int at = advance(3);
    int first = bytes[at] & 0xff;
    int last = bytes[at + 2] & 0xff;
    int middle = (bytes[at + 1] & 0xff) << 8;
    return bigEndian ? first << 16 | middle | last : last << 16 | middle | first;
  }

  long u32() {
    return (bigEndian ? (int) INT_BE.get(bytes, advance(4)) : (int) INT_LE.get(bytes, advance(4)))
        & 0xffffffffL;
  }

  long u64() {
    return bigEndian
        ? (long) LONG_BE.get(bytes, advance(8))
        : (long) LONG_LE.get(bytes, advance(8));
  }

  /** Reads an unsigned number of 1, 2, 4 or 8 bytes. */
  long unsigned(int size) {
    return switch (size) {
      case 1 -> u8();
      case 2 -> u16();
      case 4 -> u32();
      case 8 -> u64();
      default -> throw damaged("a number of " + size + " bytes");
    };
  }

  long uleb() {
    long value = 0;
    for (int i = 0; i < MAX_LEB_LENGTH; i++) {
      int b = u8();
      if (i < 10) {
        value |= (b & 0x7fL) << (7 * i);
      }
      if (b < 0x80) {
        return value;
      }
    }
    throw damaged("a number of more than 64 bits");
  }

  long sleb() {
    long value = 0;
    for (int i = 0; i < MAX_LEB_LENGTH; i++) {
      int b = u8();
      if (i < 10) {
        value |= (b & 0x7fL) << (7 * i);
      }
      if (b < 0x80) {
        int bits = 7 * (i + 1);
        return (b & 0x40) != 0 && bits < 64 ? value | -1L << bits : value;
      }
    }
    throw damaged("a number of more than 64 bits");
  }

  void skipLeb() {
    int at = pos;
    int last = Math.min(bytes.length, at + MAX_LEB_LENGTH);
    while (at < last) {
      if (bytes[at++] >= 0) {
        pos = at;
        return;
      }
    }
    throw damaged("a number of more than 64 bits");
  }

  /** Skips a zero-terminated string. */
  void skipText() {
    byte[] b = bytes;
    int at = pos;
    int end = b.length;
    while (at < end) {
      if (b[at++] == 0) {
        pos = at;
        return;
      }
    }
    throw damaged("a text without end");
  }

  String text() {
    int start = pos;
    skipText();
    int length = pos - 1 - start;
    if (length > MAX_TEXT_LENGTH) {
      throw new DwarfException(section, start, "a text of " + length + " bytes");
    }
    return new String(bytes, start, length, StandardCharsets.UTF_8);
  }

  /** Skips a zero-terminated string and returns its {@link #hash(String)}. */
  int textHash() {
    int hash = 0;
    byte[] b = bytes;
    for (int at = pos; at < b.length; at++) {
      if (b[at] == 0) {
        pos = at + 1;
        return hash;
      }
      hash = 31 * hash + b[at];
    }
    throw damaged("a text without end");
  }

  /** Returns the hash of a string, the same as {@link #textHash}. */
  static int hash(String text) {
    int hash = 0;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = 31 * hash + b;
    }
    return hash;
  }
}
