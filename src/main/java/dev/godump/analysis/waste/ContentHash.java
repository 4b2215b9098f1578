package dev.godump.analysis.waste;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A 64-bit hash of bytes that come in pieces. Ten million contents collide with a probability of 1
 * in 300,000. It doesn't resist contents that are constructed to collide.
 */
final class ContentHash {
  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private ContentHash() {}

  /** Returns the hash of empty contents of a kind. */
  static long start(long kind) {
    return mix(kind + MIX);
  }

  /**
   * Adds bytes to a hash.
   *
   * @param length a multiple of 8 in all pieces but the last
   */
  static long add(long hash, byte[] bytes, int start, int length) {
    long h = hash;
    int at = start;
    int end = start + length;
    for (; at + 8 <= end; at += 8) {
      h = mix(h ^ (long) WORDS.get(bytes, at) * MIX);
    }
    if (at < end) {
      long last = 0;
      for (int i = 0; at < end; i++, at++) {
        last |= (bytes[at] & 0xffL) << (8 * i);
      }
      h = mix(h ^ last * MIX);
    }
    return mix(h + length);
  }

  private static long mix(long value) {
    long z = (value ^ value >>> 32) * 0xd6e8feb86659fd93L;
    z = (z ^ z >>> 29) * MIX;
    return z ^ z >>> 32;
  }
}
