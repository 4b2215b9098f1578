package dev.godump.format;

import dev.godump.io.ByteReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads strings; equal strings of up to 256 bytes are mostly the same String object. Not
 * thread-safe.
 */
final class StringInterner {
  /** Far longer than any name in a real program. */
  private static final int MAX_LENGTH = 1 << 24;

  private static final int SLOTS = 1 << 12;
  private static final int MAX_CACHED_LENGTH = 256;
  private static final int CHUNK = 1 << 16;

  private final byte[][] bytes = new byte[SLOTS][];
  private final String[] names = new String[SLOTS];
  private final byte[][] scratch = new byte[MAX_CACHED_LENGTH + 1][];

  /** Reads a length and that many bytes of UTF-8. */
  String read(ByteReader in) throws IOException {
    long start = in.position();
    long length = in.uvarint();
    if (length < 0 || length > MAX_LENGTH) {
      throw new FormatException(start, "a string of " + Long.toUnsignedString(length) + " bytes");
    }
    if (length > MAX_CACHED_LENGTH) {
      return decode(readLong(in, (int) length));
    }
    int n = (int) length;
    byte[] read = scratch[n];
    if (read == null) {
      read = scratch[n] = new byte[n];
    }
    in.bytes(read);
    int slot = (Arrays.hashCode(read) * 0x9e3779b1) >>> 20;
    if (!Arrays.equals(read, bytes[slot])) {
      bytes[slot] = read.clone();
      names[slot] = decode(read);
    }
    return names[slot];
  }

  /** Allocates memory only for bytes that were read, whatever the length says. */
  private static byte[] readLong(ByteReader in, int length) throws IOException {
    byte[] all = new byte[0];
    while (all.length < length) {
      byte[] chunk = new byte[Math.min(Math.max(CHUNK, all.length), length - all.length)];
      in.bytes(chunk);
      int had = all.length;
      all = Arrays.copyOf(all, had + chunk.length);
      System.arraycopy(chunk, 0, all, had, chunk.length);
    }
    return all;
  }

  private static String decode(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
