package dev.godump.types.value;

import dev.godump.io.ByteReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The location of a value: an address of the process, or an index in bytes put together. */
final class ValueLocation {
  private final ProcessMemory memory;
  private final long address;

  /** Null for an address. */
  private final byte @Nullable [] bytes;

  /** By index in {@link #bytes}, whether the byte is known; null for an address. */
  private final boolean @Nullable [] present;

  private final int start;
  private final boolean constant;

  ValueLocation(ProcessMemory memory, long address) {
    this(memory, address, null, null, 0, false);
  }

  ValueLocation(ProcessMemory memory, byte[] bytes, boolean[] present) {
    this(memory, 0, bytes, present, 0, false);
  }

  private ValueLocation(
      ProcessMemory memory,
      long address,
      byte @Nullable [] bytes,
      boolean @Nullable [] present,
      int start,
      boolean unchanging) {
    this.memory = memory;
    this.address = address;
    this.constant = unchanging;
    this.bytes = bytes;
    this.present = present;
    this.start = start;
  }

  /** The address, or 0 for bytes put together. */
  long address() {
    return address;
  }

  /** The location at an offset from this one, in bytes. */
  ValueLocation plus(long offset) {
    return bytes == null
        ? new ValueLocation(memory, address + offset, null, null, 0, constant)
        : new ValueLocation(
            memory, 0, bytes, present, (int) Math.min(bytes.length, start + offset), constant);
  }

  /** The same location, with contents that the program never changes. */
  ValueLocation constant() {
    return new ValueLocation(memory, address, bytes, present, start, true);
  }

  /** Whether all bytes of a range are known. */
  boolean isPresent(long offset, int length) throws IOException {
    return copy(offset, new byte[length]) == length;
  }

  /** Reads an unsigned number of 1 to 8 bytes, which must be {@linkplain #isPresent present}. */
  long unsigned(long offset, int length) throws IOException {
    byte[] value = new byte[length];
    copy(offset, value);
    if (length == 4 || length == 8) {
      return ByteReader.word(value, 0, length, memory.bigEndian());
    }
    long number = 0;
    for (int i = 0; i < length; i++) {
      number = number << 8 | (value[memory.bigEndian() ? i : length - 1 - i] & 0xff);
    }
    return number;
  }

  /** Copies bytes as far as they are known, and returns their number. */
  int copy(long offset, byte[] into) throws IOException {
    if (bytes == null || present == null) {
      return constant
          ? memory.readConstant(address + offset, into, into.length)
          : memory.read(address + offset, into, into.length);
    }
    int n = 0;
    while (n < into.length
        && start + offset + n < bytes.length
        && present[(int) (start + offset + n)]) {
      into[n] = bytes[(int) (start + offset + n)];
      n++;
    }
    return n;
  }
}
