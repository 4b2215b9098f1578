package dev.godump.index;

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
    throw new DamagedIndexException("a block of numbers ends early");
  }

  /** The next number, at least 0 and below a limit. */
  int next(int limit) {
    return checked(next(), limit);
  }

  /** Bytes that were not read yet. */
  int left() {
    return bytes.length - at;
  }

  static int checked(long value, int limit) {
    if (value < 0 || value >= limit) {
      throw new DamagedIndexException(
          "a number of " + value + " where " + limit + " is out of range");
    }
    return (int) value;
  }
}
