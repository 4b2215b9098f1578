package dev.godump.index;

/** The bytes of one block, read from front to back. */
final class Block {
  private final byte[] bytes;
  private int position;

  Block(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * The next number.
   *
   * @throws DamagedIndexException if there is none
   */
  long next() {
    if (position < bytes.length && bytes[position] >= 0) {
      return bytes[position++];
    }
    long value = 0;
    for (int shift = 0; shift < 64 && position < bytes.length; shift += 7) {
      byte b = bytes[position++];
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
  int remaining() {
    return bytes.length - position;
  }

  static int checked(long value, int limit) {
    if (value < 0 || value >= limit) {
      throw new DamagedIndexException(
          "a number of " + value + " where " + limit + " is out of range");
    }
    return (int) value;
  }
}
