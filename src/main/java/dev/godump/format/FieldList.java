package dev.godump.format;

import dev.godump.io.ByteReader;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;

/** Reads lists of pointer fields: pairs of kind (1, pointer) and byte offset, ended by a 0. */
final class FieldList {
  /** The only kind of field. */
  static final int POINTER = 1;

  private static final long[] EMPTY = {};

  private FieldList() {}

  /** Reads the offsets of a whole list; allocates only for offsets that the file has. */
  static long[] read(ByteReader in) throws IOException {
    LongArrayList offsets = null;
    for (long kind = in.uvarint(); kind != 0; kind = in.uvarint()) {
      if (kind != POINTER) {
        throw new FormatException(in.position() - 1, unknownKind(kind));
      }
      if (offsets == null) {
        offsets = new LongArrayList();
      }
      offsets.add(in.uvarint());
    }
    return offsets == null ? EMPTY : offsets.toLongArray();
  }

  /**
   * Returns the bytes of a list, without its end, of {@code count} consecutive words from offset 0.
   */
  static long bytesWithoutGaps(long count, int wordSize) {
    long bytes = 2 * count;
    for (int bits = 7; bits < 63 && 1L << bits < count * wordSize; bits += 7) {
      bytes += count - (1L << bits) / wordSize;
    }
    return bytes;
  }

  static String unknownKind(long kind) {
    return "a field of kind "
        + Long.toUnsignedString(kind)
        + ", where only pointers (1) are possible";
  }
}
