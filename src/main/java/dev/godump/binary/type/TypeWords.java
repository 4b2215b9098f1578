package dev.godump.binary.type;

import dev.godump.binary.file.Executable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads numbers and names from a program's loaded bytes and from its heap. Nothing there is
 * trusted. Not thread-safe.
 */
final class TypeWords {
  private static final int NONE = -1;

  /**
   * Type strings of instantiated generics get long, but stay far below this in undamaged programs.
   */
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

  /** Bytes per pointer. */
  int wordSize() {
    return wordSize;
  }

  /** Reports whether {@code length} bytes, at most a block, are loaded at an address. */
  boolean isReadable(long address, int length) {
    return blockOffset(address, length) != NONE;
  }

  /** Reads a pointer or uintptr; 0 if nothing is loaded there. */
  long word(long address) {
    return unsigned(address, wordSize);
  }

  /** Reads a pointer as a link-time address; 0 if nothing is loaded there. */
  long pointer(long address) {
    long value = word(address);
    return value != 0 && allocated.contains(address) ? value - allocated.slide() : value;
  }

  /** Reports whether an address is in the heap. */
  boolean isAllocated(long address) {
    return allocated.contains(address);
  }

  /** Reports whether an object of the heap starts at an address. */
  boolean isAllocatedStart(long address) {
    return allocated.isObjectStart(address);
  }

  /** Reads an unsigned number of 1 to 8 bytes; 0 if nothing is loaded there. */
  long unsigned(long address, int length) {
    int at = blockOffset(address, length);
    if (at == NONE) {
      return 0;
    }
    long value = 0;
    for (int i = 0; i < length; i++) {
      value = value << 8 | (block[bigEndian ? at + i : at + length - 1 - i] & 0xff);
    }
    return value;
  }

  /**
   * Reads a name (internal/abi.Name): a byte of flags, the length, the text, and a tag if the flags
   * say so.
   *
   * @param longLengths whether lengths have two bytes (up to Go 1.16) instead of being varints
   * @return null if the bytes are not a name
   */
  @Nullable Name readName(long address, boolean longLengths) {
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

  private @Nullable String readText(long at, boolean longLengths) {
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
        : (first & 0x7f) | (unsigned(at + 1, 1) & 0x7f) << 7 | unsigned(at + 1, 1) >> 7 << 14;
  }

  private int lengthBytes(long at, boolean longLengths) {
    return longLengths || unsigned(at, 1) >= 0x80 ? 2 : 1;
  }

  /** Returns the offset of {@code length} bytes in the block, or NONE if they are not loaded. */
  private int blockOffset(long address, int length) {
    long at = address - blockStart;
    if (at >= 0 && at + length <= blockLength) {
      return (int) at;
    }
    blockStart = address;
    blockLength = read(address, block, BLOCK);
    return length <= blockLength ? 0 : NONE;
  }

  private int read(long address, byte[] into, int length) {
    int loaded = executable.read(address, into, 0, length);
    return loaded > 0 ? loaded : allocated.read(address, into, length);
  }

  /**
   * A name as stored.
   *
   * @param embedded whether it names an embedded field (since Go 1.19)
   */
  record Name(String text, String tag, boolean embedded) {
    /** The tag as it appears in a type's name: quoted like Go's strconv.Quote. */
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
