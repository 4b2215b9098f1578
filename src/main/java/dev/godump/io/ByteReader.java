package dev.godump.io;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a {@link Source} from front to back through a buffer: varints, raw bytes, skips. Words
 * before the read position can be read again: from the buffer while it still has them (see {@link
 * #keepFrom}), else from a second, small window.
 */
public final class ByteReader {
  /** What {@link #find} returns if it finds nothing. */
  public static final int NONE = -1;

  private static final int CAPACITY = 1 << 20;
  private static final int LONGEST_VARINT = 10;

  private static final VarHandle LONG_LE = view(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG_BE = view(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT_LE = view(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT_BE = view(int[].class, ByteOrder.BIG_ENDIAN);

  private final Source source;
  private final byte[] buffer;
  private final byte[] window;

  /** Position in the source of {@code buffer[0]}. */
  private long base;

  private int pos;
  private int limit;
  private long keep = Long.MAX_VALUE;
  private long end = Long.MAX_VALUE;

  private long windowBase;
  private int windowLength;

  public ByteReader(Source source) {
    this(source, CAPACITY);
  }

  /** Creates a reader with a buffer of {@code capacity} bytes, at least 32. */
  public ByteReader(Source source, int capacity) {
    if (capacity < 32) {
      throw new IllegalArgumentException("buffer of " + capacity + " bytes");
    }
    this.source = source;
    this.buffer = new byte[capacity];
    this.window = new byte[Math.min(capacity, 1 << 16)];
  }

  private static VarHandle view(Class<?> array, ByteOrder order) {
    return MethodHandles.byteArrayViewVarHandle(array, order);
  }

  /** Returns the position of the next byte to read, in bytes from the start of the source. */
  public long position() {
    return base + pos;
  }

  /** Moves to any position; the next read fails if it is past the end. */
  public void seek(long position) {
    if (position >= base && position <= base + limit) {
      pos = (int) (position - base);
    } else {
      base = position;
      pos = 0;
      limit = 0;
    }
  }

  /**
   * Skips {@code count} bytes, 0 or more. Reads nothing: if that skips past the end, the next read
   * fails.
   */
  public void skip(long count) {
    if (count <= limit - pos) {
      pos += (int) count;
    } else {
      seek(position() + count);
    }
  }

  /**
   * Keeps the bytes from {@code position} on in the buffer as long as they fit; {@code
   * Long.MAX_VALUE} keeps none.
   */
  public void keepFrom(long position) {
    keep = position;
  }

  /** Reads on as if the source ended at a position; for words at any position it does not. */
  public void endAt(long position) {
    end = position;
    limit = (int) Math.max(0, Math.min(limit, end - base));
    pos = Math.min(pos, limit);
  }

  /** Whether all bytes have been read. */
  public boolean atEnd() throws IOException {
    return pos == limit && fill() == 0;
  }

  /** Whether the next byte, which is not read, has a value from 0 to 255; false at the end. */
  public boolean nextIs(int value) throws IOException {
    return !atEnd() && (buffer[pos] & 0xff) == value;
  }

  /** Reads one byte, 0 to 255. */
  public int unsignedByte() throws IOException {
    if (pos == limit && fill() == 0) {
      throw new EndOfBytesException(Math.min(position(), source.size()));
    }
    return buffer[pos++] & 0xff;
  }

  /**
   * Reads a little-endian base-128 number of up to 64 bits, unsigned.
   *
   * @throws EndOfBytesException if the source ends inside it
   * @throws MalformedVarintException if it doesn't fit 64 bits
   */
  public long uvarint() throws IOException {
    if (limit - pos < LONGEST_VARINT) {
      return uvarintNearEnd();
    }
    byte first = buffer[pos];
    if (first >= 0) {
      pos++;
      return first;
    }
    return longUvarint(first & 0x7f);
  }

  private long longUvarint(long first) throws IOException {
    byte[] b = buffer;
    int p = pos + 1;
    long value = first;
    for (int shift = 7; shift < 63; shift += 7) {
      byte next = b[p++];
      if (next >= 0) {
        pos = p;
        return value | (long) next << shift;
      }
      value |= (next & 0x7fL) << shift;
    }
    byte last = b[p++];
    if (last < 0 || last > 1) {
      throw new MalformedVarintException(position());
    }
    pos = p;
    return value | (long) last << 63;
  }

  private long uvarintNearEnd() throws IOException {
    while (limit - pos < LONGEST_VARINT && fill() > 0) {
      // until the buffer has ten bytes or the source ends
    }
    if (limit - pos >= LONGEST_VARINT) {
      return uvarint();
    }
    long start = position();
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = unsignedByte();
      if (shift == 63 && b > 1) {
        throw new MalformedVarintException(start);
      }
      value |= (b & 0x7fL) << shift;
      if (b < 0x80) {
        return value;
      }
    }
  }

  /** Fills an array with the next bytes. */
  public void bytes(byte[] into) throws IOException {
    int done = 0;
    while (done < into.length) {
      if (pos == limit && fill() == 0) {
        throw new EndOfBytesException(Math.min(position(), source.size()));
      }
      int n = Math.min(into.length - done, limit - pos);
      System.arraycopy(buffer, pos, into, done, n);
      pos += n;
      done += n;
    }
  }

  /**
   * Reads a word of 4 or 8 bytes at any position, unsigned.
   *
   * @throws EndOfBytesException if it is not completely inside the source
   */
  public long word(long position, int size, boolean bigEndian) throws IOException {
    long index = position - base;
    if (index >= 0 && index + size <= limit) {
      return word(buffer, (int) index, size, bigEndian);
    }
    index = position - windowBase;
    if (index < 0 || index + size > windowLength) {
      windowBase = position;
      windowLength = source.read(position, window, 0, window.length);
      if (windowLength < size) {
        throw new EndOfBytesException(position + windowLength);
      }
      index = 0;
    }
    return word(window, (int) index, size, bigEndian);
  }

  /**
   * Returns the position of the first word with a value in {@code [least, least + count)}, or
   * {@link #NONE}.
   *
   * @param start position of the first word to examine
   * @param end position after the last one
   * @throws EndOfBytesException if they aren't all inside the source
   */
  public long find(long start, long end, int size, boolean bigEndian, long least, long count)
      throws IOException {
    for (long at = start; at < end; at += windowLength) {
      windowBase = at;
      windowLength =
          source.read(at, window, 0, (int) Math.min(window.length & -size, end - at)) & -size;
      if (windowLength == 0) {
        throw new EndOfBytesException(at);
      }
      for (int i = 0; i < windowLength; i += size) {
        long beyond = word(window, i, size, bigEndian) - least;
        if (beyond >= 0 && beyond < count) {
          return at + i;
        }
      }
    }
    return NONE;
  }

  /** Returns the word of 4 or 8 bytes at an index of an array, unsigned. */
  public static long word(byte[] bytes, int index, int size, boolean bigEndian) {
    if (size == 8) {
      return bigEndian ? (long) LONG_BE.get(bytes, index) : (long) LONG_LE.get(bytes, index);
    }
    return (bigEndian ? (int) INT_BE.get(bytes, index) : (int) INT_LE.get(bytes, index))
        & 0xffffffffL;
  }

  /** Reads more bytes into the buffer and returns their number; 0 at the end of the source. */
  private int fill() throws IOException {
    int from = pos;
    if (keep < base + pos && keep >= base && base + limit - keep <= buffer.length / 2) {
      from = (int) (keep - base);
    }
    if (from > 0) {
      System.arraycopy(buffer, from, buffer, 0, limit - from);
      base += from;
      pos -= from;
      limit -= from;
    }
    int free = buffer.length - limit;
    int n = source.read(base + limit, buffer, limit, (int) Math.min(free, end - base - limit));
    limit += n;
    return n;
  }
}
