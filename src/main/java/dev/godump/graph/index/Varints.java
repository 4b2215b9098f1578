package dev.godump.graph.index;

/**
 * Unsigned numbers in seven bits a byte, low bits first, the eighth bit set where more follow; signed
 * ones with the sign in the lowest bit.
 */
final class Varints {
  static final int LONGEST = 10;

  private Varints() {}

  /** Puts a number at a place of an array that has room for it; returns where the next goes. */
  static int put(byte[] into, int at, long value) {
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
