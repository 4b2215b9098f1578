package dev.godump.index;

/**
 * Encodes unsigned numbers in seven bits per byte, low bits first, with the eighth bit set in all
 * bytes but the last; zigzag encoding puts the sign in the lowest bit.
 */
final class Varints {
  static final int MAX_LENGTH = 10;

  /** Bytes of a number of 33 bits, such as an int with zigzag encoding. */
  static final int MAX_INT_LENGTH = 5;

  private Varints() {}

  /** Writes a number into an array; returns the index after it. */
  static int put(byte[] into, int at, long value) {
    if (value >= 0 && value < 1 << 14) {
      // most are short
      if (value < 1 << 7) {
        into[at] = (byte) value;
        return at + 1;
      }
      into[at] = (byte) (value | 0x80);
      into[at + 1] = (byte) (value >>> 7);
      return at + 2;
    }
    int to = at;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      into[to++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    into[to++] = (byte) rest;
    return to;
  }

  static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }
}
