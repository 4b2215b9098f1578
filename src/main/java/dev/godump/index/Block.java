package dev.godump.index;

/** Reads the varints of one block from front to back. Not thread-safe. */
final class Block {
  private final byte[] bytes;
  private int position;

  Block(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Returns the next number.
   *
   * @throws DamagedIndexException at the end of the block
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

  /** Returns the next number, which must be at least 0 and below a limit. */
  int next(int limit) {
    return checked(next(), limit);
  }

  /** Returns the number of bytes not read yet. */
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
