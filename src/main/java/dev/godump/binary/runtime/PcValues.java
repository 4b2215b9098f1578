package dev.godump.binary.runtime;

import dev.godump.binary.file.Executable;

/**
 * Reads pc-value tables: pairs of varints, how much the value changes (zigzag) and for how many
 * instructions it then holds, up to a pair that starts with 0.
 */
final class PcValues {
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
   * The value at a pc.
   *
   * @param table its address
   * @param entry where the function starts
   * @return -1 if the table has none, as is the value before the first pair
   */
  int valueAt(long table, long entry, long pc, int quantum) {
    next = table;
    valueAt = 0;
    limit = 0;
    long end = entry;
    int value = -1;
    for (boolean first = true; ; first = false) {
      int change = varint();
      if (change == 0 && !first || limit == 0) {
        return -1;
      }
      value += (change >>> 1) ^ -(change & 1);
      long step = (varint() & 0xffffffffL) * quantum;
      if (step == 0) {
        return -1;
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

  /** The next byte; 0 where nothing is loaded. */
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
