package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;

/**
 * Reads pc-value tables: pairs of varints, up to a pair that starts with 0. The first is the change
 * of the value (zigzag), the second the number of instructions that have the value. Not
 * thread-safe.
 */
final class PcValues {
  /** No value. */
  static final int NONE = -1;

  private static final int CHUNK_BYTES = 256;

  private final Executable program;
  private final byte[] bytes = new byte[CHUNK_BYTES];
  private long next;
  private int valueAt;
  private int limit;

  PcValues(Executable program) {
    this.program = program;
  }

  /**
   * Returns the value at a pc.
   *
   * @param table address of the table
   * @param entry entry of the function
   * @return NONE if the table has no value there
   */
  int valueAt(long table, long entry, long pc, int quantum) {
    next = table;
    valueAt = 0;
    limit = 0;
    long end = entry;
    int value = -1; // before the first pair
    for (boolean first = true; ; first = false) {
      int change = varint();
      if ((change == 0 && !first) || limit == 0) {
        return NONE;
      }
      value += (change >>> 1) ^ -(change & 1);
      long step = (varint() & 0xffffffffL) * quantum;
      if (step == 0) {
        return NONE;
      }
      end += step;
      if (Long.compareUnsigned(pc, end) < 0) {
        return value;
      }
    }
  }

  private int varint() {
    int value = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = nextByte();
      value |= (b & 0x7f) << shift;
      if (b < 0x80) {
        break;
      }
    }
    return value;
  }

  /** Reads the next byte, or 0 if it is not loaded. */
  private int nextByte() {
    if (valueAt == limit) {
      limit = program.read(next, bytes, 0, CHUNK_BYTES);
      next += limit;
      valueAt = 0;
      if (limit == 0) {
        return 0;
      }
    }
    return bytes[valueAt++] & 0xff;
  }
}
