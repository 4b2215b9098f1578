package dev.godump.types.value;

import dev.godump.io.ByteReader;

/**
 * SipHash-2-4 of numbers (Aumasson and Bernstein, SipHash: a fast short-input PRF, 2012): without
 * the key, known pairs of numbers and hashes reveal nothing about other numbers.
 */
final class SipHash {
  /** The length of the input, 8 bytes, in the highest byte. */
  private static final long LENGTH = 8L << 56;

  private final long key0;
  private final long key1;

  /**
   * @param key its first 16 bytes are used
   */
  SipHash(byte[] key) {
    key0 = ByteReader.word(key, 0, 8, false);
    key1 = ByteReader.word(key, 8, 8, false);
  }

  /** The hash of a number's 8 bytes, lowest first. */
  long hash(long number) {
    long v0 = key0 ^ 0x736f6d6570736575L;
    long v1 = key1 ^ 0x646f72616e646f6dL;
    long v2 = key0 ^ 0x6c7967656e657261L;
    long v3 = key1 ^ 0x7465646279746573L;
    // two rounds for the number, two for the length, four to finish
    for (int round = 0; round < 8; round++) {
      if (round == 0) {
        v3 ^= number;
      } else if (round == 2) {
        v0 ^= number;
        v3 ^= LENGTH;
      } else if (round == 4) {
        v0 ^= LENGTH;
        v2 ^= 0xff;
      }
      v0 += v1;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v3;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 += v3;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 += v1;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v2 = Long.rotateLeft(v2, 32);
    }
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
