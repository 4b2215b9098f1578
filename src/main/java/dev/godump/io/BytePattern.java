package dev.godump.io;

import java.util.Arrays;
import java.util.function.IntConsumer;

/**
 * A sequence of bytes to search for. Finds overlapping occurrences, in time linear in the bytes
 * searched: skips by a table of byte pairs (Wu and Manber), and where a pair fits, runs the
 * automaton of Knuth, Morris and Pratt until it is back at its start. Immutable.
 */
public final class BytePattern {
  /** Most bytes of a pattern. */
  public static final int MAX_LENGTH = 1 << 20;

  private static final int PAIRS = 1 << 13;

  private final byte[] bytes;

  /** Length of the longest proper border of the first bytes, by their number minus 1. */
  private final int[] borders;

  /** How far the end of a window that ends with a pair of bytes can move, by {@link #pair}. */
  private final byte[] skips = new byte[PAIRS];

  /**
   * @param bytes 1 to {@link #MAX_LENGTH}
   */
  public BytePattern(byte... bytes) {
    if (bytes.length == 0 || bytes.length > MAX_LENGTH) {
      throw new IllegalArgumentException("pattern of " + bytes.length + " bytes");
    }
    this.bytes = bytes.clone();
    this.borders = new int[bytes.length];
    for (int i = 1, border = 0; i < bytes.length; i++) {
      border = extend(border, bytes[i]);
      borders[i] = border;
    }
    Arrays.fill(skips, (byte) Math.min(Math.max(1, bytes.length - 1), Byte.MAX_VALUE));
    for (int i = Math.max(0, bytes.length - 2 - Byte.MAX_VALUE); i <= bytes.length - 2; i++) {
      int pair = pair(bytes[i], bytes[i + 1]);
      skips[pair] = (byte) Math.min(skips[pair], bytes.length - 2 - i);
    }
  }

  private static int pair(byte first, byte second) {
    return (first & 0xff) << 5 ^ (second & 0xff);
  }

  /** Returns the number of bytes matched after one more, given those matched before it. */
  private int extend(int matched, byte next) {
    int now = matched;
    while (now > 0 && bytes[now] != next) {
      now = borders[now - 1];
    }
    return bytes[now] == next ? now + 1 : 0;
  }

  public int length() {
    return bytes.length;
  }

  /**
   * Visits the start of each occurrence that lies in the first bytes of an array, ascending.
   *
   * @param length number of those bytes
   */
  public void search(byte[] text, int length, IntConsumer visitor) {
    int m = bytes.length;
    int window = 0;
    while (window <= length - m) {
      int skip = m == 1 ? 0 : skips[pair(text[window + m - 2], text[window + m - 1])];
      if (skip > 0) {
        window += skip;
        continue;
      }
      int matched = 0;
      do {
        matched = extend(matched, text[window++]);
        if (matched == m) {
          visitor.accept(window - m);
          matched = borders[m - 1];
        }
      } while (matched > 0 && window < length);
    }
  }
}
