package dev.godump.graph.index;

import java.util.Arrays;

/** The bytes of one block, read from front to back. */
final class Block {
  private final byte[] bytes;
  private int at;

  Block(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The next number.
   *
   * @throws DamagedIndexException if there is none
   */
  long next() {
    if (at < bytes.length && bytes[at] >= 0) {
      return bytes[at++];
    }
    long value = 0;
    for (int shift = 0; shift < 64 && at < bytes.length; shift += 7) {
      byte b = bytes[at++];
      value |= (b & 0x7fL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw endsEarly();
  }

  /** The next number, at least 0 and below a limit. */
  int next(int limit) {
    return checked(next(), limit);
  }

  /**
   * The numbers of a column.
   *
   * @param deltas whether each is told by what it is more than the one before
   * @param limit that all must be below
   */
  int[] numbers(int count, boolean deltas, int limit) {
    int[] numbers = new int[count];
    byte[] from = bytes;
    int place = at;
    long before = 0;
    for (int i = 0; i < count; i++) {
      if (place == from.length) {
        throw endsEarly();
      }
      long value = from[place++];
      if (value < 0) {
        at = place - 1;
        value = next();
        place = at;
      }
      before = deltas ? before + Varints.unzigzag(value) : value;
      numbers[i] = checked(before, limit);
    }
    at = place;
    return numbers;
  }

  /**
   * What a block of rows is: where each row starts in the result, and behind the last where it ends; then all ids.
   *
   * @param first the entry of the first row
   * @param ascending whether ids of a row but the first are told by what they are more than the one before
   * @param limit that all ids must be below
   */
  int[] rows(int first, int rows, boolean ascending, int limit) {
    int[] decoded = new int[4 * rows + 1];
    int end = rows + 1;
    for (int row = 0; row < rows; row++) {
      decoded[row] = end;
      int length = next(Integer.MAX_VALUE - 8 - end);
      if (length > left()) {
        throw new DamagedIndexException("a row of more ids than its block has bytes");
      }
      if (end + length > decoded.length) {
        decoded = Arrays.copyOf(decoded, Math.max(end + length, decoded.length + (decoded.length >> 1)));
      }
      row(first + row, length, ascending, limit, decoded, end);
      end += length;
    }
    decoded[rows] = end;
    return decoded;
  }

  /** As {@link #next} for each id, in a loop that is fast before Java has compiled it well. */
  private void row(int entry, int length, boolean ascending, int limit, int[] into, int start) {
    byte[] from = bytes;
    int place = at;
    long id = entry;
    for (int i = 0; i < length; i++) {
      if (place == from.length) {
        throw endsEarly();
      }
      long step = from[place++];
      if (step < 0) {
        at = place - 1;
        step = next();
        place = at;
      }
      id += ascending && i > 0 ? step : Varints.unzigzag(step);
      into[start + i] = checked(id, limit);
    }
    at = place;
  }

  private static DamagedIndexException endsEarly() {
    return new DamagedIndexException("a block of numbers ends early");
  }

  /** Bytes that were not read yet. */
  int left() {
    return bytes.length - at;
  }

  static int checked(long value, int limit) {
    if (value < 0 || value >= limit) {
      throw new DamagedIndexException("a number of " + value + " where " + limit + " is out of range");
    }
    return (int) value;
  }
}
