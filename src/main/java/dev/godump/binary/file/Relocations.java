package dev.godump.binary.file;

import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.util.Arrays;

/** The link-time values of relocated words, sorted by address. Each word has 4 or 8 bytes. */
final class Relocations {
  /** No relocations. */
  static final Relocations NONE = new Relocations(new long[0], new long[0], 8, false);

  private final long[] addresses;
  private final long[] values;
  private final int wordSize;
  private final boolean bigEndian;

  private Relocations(long[] addresses, long[] values, int wordSize, boolean bigEndian) {
    this.addresses = addresses;
    this.values = values;
    this.wordSize = wordSize;
    this.bigEndian = bigEndian;
  }

  /** Collects relocations in any order. If an address has several, one of them is used. */
  static final class Builder {
    private final LongArrayList addresses = new LongArrayList();
    private final LongArrayList values = new LongArrayList();
    private boolean ascending = true;

    int count() {
      return addresses.size();
    }

    void add(long address, long value) {
      ascending &= addresses.isEmpty() || addresses.getLong(addresses.size() - 1) < address;
      addresses.add(address);
      values.add(value);
    }

    Relocations build(int wordSize, boolean bigEndian) {
      long[] at = addresses.toLongArray();
      long[] value = values.toLongArray();
      if (!ascending) {
        it.unimi.dsi.fastutil.Arrays.quickSort(
            0,
            at.length,
            (a, b) -> Long.compare(at[a], at[b]),
            (a, b) -> {
              long t = at[a];
              at[a] = at[b];
              at[b] = t;
              t = value[a];
              value[a] = value[b];
              value[b] = t;
            });
      }
      return new Relocations(at, value, wordSize, bigEndian);
    }
  }

  boolean isEmpty() {
    return addresses.length == 0;
  }

  /** Writes the values of the words that overlap a range into a copy of its bytes. */
  void apply(long address, byte[] bytes, int offset, int length) {
    apply(0, address, bytes, offset, length);
  }

  /** As {@link #apply(long, byte[], int, int)}, with the slide added to every value. */
  void apply(long slide, long address, byte[] bytes, int offset, int length) {
    int i = Arrays.binarySearch(addresses, address - wordSize + 1);
    i = i < 0 ? -i - 1 : i;
    for (; i < addresses.length && addresses[i] - address < length; i++) {
      long value = values[i] + slide;
      for (int b = 0; b < wordSize; b++) {
        long at = addresses[i] - address + b;
        if (at >= 0 && at < length) {
          int shift = 8 * (bigEndian ? wordSize - 1 - b : b);
          bytes[offset + (int) at] = (byte) (value >>> shift);
        }
      }
    }
  }
}
