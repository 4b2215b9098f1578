package dev.godump.binary.type;

import dev.godump.binary.file.Executable;
import java.nio.charset.StandardCharsets;

/**
 * Words, names and offsets in a program's loaded bytes and in what it allocated, of which none is
 * trusted.
 */
final class TypeWords {
  /** Type strings of instantiated generics get long; nothing honest comes near this. */
  private static final int MAX_NAME_LENGTH = 1 << 14;

  private static final int BLOCK = 1 << 12;

  private final Executable executable;
  private final AllocatedMemory allocated;
  private final int wordSize;
  private final boolean bigEndian;
  private final byte[] block = new byte[BLOCK];
  private long blockStart;
  private int blockLength;

  TypeWords(Executable executable, AllocatedMemory allocated) {
    this.executable = executable;
    this.allocated = allocated;
    this.wordSize = executable.pointerSize();
    this.bigEndian = executable.bigEndian();
  }

  /** Bytes of a pointer. */
  int wordSize() {
    return wordSize;
  }

  /** Whether so many bytes, few, are loaded at an address. */
  boolean isReadable(long address, int length) {
    return blockOffset(address, length) >= 0;
  }

  /** A pointer or uintptr; 0 where nothing is loaded. */
  long word(long address) {
    return unsigned(address, wordSize);
  }

  /** The link-time address of what a pointer leads to; 0 where nothing is loaded. */
  long pointer(long address) {
    long value = word(address);
    return value != 0 && allocated.contains(address) ? value - allocated.slide() : value;
  }

  /** Whether an address is in what the program allocated. */
  boolean isAllocated(long address) {
    return allocated.contains(address);
  }

  /** Whether something that the program allocated starts at an address. */
  boolean isAllocatedStart(long address) {
    return allocated.isObjectStart(address);
  }

  /** An unsigned number of 1 to 8 bytes; 0 where nothing is loaded. */
  long unsigned(long address, int length) {
    int at = blockOffset(address, length);
    if (at < 0) {
      return 0;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | block[bigEndian ? at + i : at + length - 1 - i] & 0xff;
    }
    return value;
  }

  /**
   * A name (internal/abi.Name): a byte of flags, its length, and the text, with a tag behind if the
   * flags say so.
   *
   * @param longLengths whether the length takes two bytes, as it does up to Go 1.16
   * @return null if there is none
   */
  Name readName(long address, boolean longLengths) {
    if (!isReadable(address, 3)) {
      return null;
    }
    int flags = (int) unsigned(address, 1);
    long at = address + 1;
    String text = readText(at, longLengths);
    if (text == null) {
      return null;
    }
    String tag = "";
    if ((flags & 2) != 0) {
      String found =
          readText(at + lengthBytes(at, longLengths) + readLength(at, longLengths), longLengths);
      tag = found == null ? "" : found;
    }
    return new Name(text, tag, (flags & 8) != 0);
  }

  private String readText(long at, boolean longLengths) {
    long length = readLength(at, longLengths);
    if (length > MAX_NAME_LENGTH) {
      return null;
    }
    byte[] bytes = new byte[(int) length];
    if (read(at + lengthBytes(at, longLengths), bytes, bytes.length) < bytes.length) {
      return null;
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private long readLength(long at, boolean longLengths) {
    long first = unsigned(at, 1);
    if (longLengths) {
      return first << 8 | unsigned(at + 1, 1);
    }
    return first < 0x80
        ? first
        : first & 0x7f | (unsigned(at + 1, 1) & 0x7f) << 7 | unsigned(at + 1, 1) >> 7 << 14;
  }

  private int lengthBytes(long at, boolean longLengths) {
    return longLengths || unsigned(at, 1) >= 0x80 ? 2 : 1;
  }

  /** Where in the block so many bytes are, or -1 where they aren't loaded. */
  private int blockOffset(long address, int length) {
    long at = address - blockStart;
    if (at >= 0 && at + length <= blockLength) {
      return (int) at;
    }
    blockStart = address;
    blockLength = read(address, block, BLOCK);
    return length <= blockLength ? 0 : -1;
  }

  private int read(long address, byte[] into, int length) {
    int loaded = executable.read(address, into, 0, length);
    return loaded > 0 ? loaded : allocated.read(address, into, length);
  }

  /**
   * A name as it is stored.
   *
   * @param embedded whether it is that of an embedded field, from Go 1.19 on
   */
  record Name(String text, String tag, boolean embedded) {
    /** The tag as it stands in a type's name: as Go's strconv.Quote writes it. */
    String quotedTag() {
      StringBuilder quoted = new StringBuilder("\"");
      for (int i = 0; i < tag.length(); i++) {
        char c = tag.charAt(i);
        int named = "\u0007\b\f\n\r\t\u000b\"\\".indexOf(c);
        if (named >= 0) {
          quoted.append('\\').append("abfnrtv\"\\".charAt(named));
        } else if (c < ' ' || c == 0x7f) {
          quoted.append(String.format("\\x%02x", (int) c));
        } else {
          quoted.append(c);
        }
      }
      return quoted.append('"').toString();
    }
  }
}
