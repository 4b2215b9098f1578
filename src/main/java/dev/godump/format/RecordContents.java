package dev.godump.format;

import dev.godump.io.ByteReader;
import java.io.IOException;

/**
 * Where a record's raw bytes lie in the file.
 *
 * @param position bytes from the start of the (unpacked) file
 * @param length bytes of memory they stand for
 * @param present bytes of them that are in the file; fewer than {@code length} only for contents of
 *     2 GiB and more, which Go's writer cuts
 */
public record RecordContents(long position, long length, long present) {

  /** No bytes at all. */
  public static final RecordContents NONE = new RecordContents(0, 0, 0);

  /** What one write(2) of Linux transfers at most. */
  private static final long MAX_WRITE = 0x7ffff000L;

  /**
   * Contents at a position with the length that the file states. The writer passes lengths on as
   * int32 and ignores short writes, so longer ones are not in the file as a whole
   * (runtime/heapdump.go dwrite, all versions).
   */
  static RecordContents at(long position, long length) {
    return new RecordContents(position, length, present(length));
  }

  /** Reads the length and goes behind the bytes. */
  static RecordContents read(ByteReader in) throws IOException {
    long length = in.uvarint();
    RecordContents contents = at(in.position(), length);
    in.skip(contents.present());
    return contents;
  }

  /** How many bytes of contents of a length are in the file. */
  static long present(long length) {
    return length >= 0 && length < MAX_WRITE ? length : Math.min(length & 0xffffffffL, MAX_WRITE);
  }

  /** Whether a word of {@code size} bytes at an offset is in the file. */
  public boolean hasWord(long offset, int size) {
    return offset >= 0 && offset <= present - size;
  }
}
