package dev.godump.format;

import dev.godump.io.ByteReader;
import java.io.IOException;

/**
 * The location of a record's raw bytes in the file.
 *
 * @param position bytes from the start of the (unpacked) file
 * @param length bytes of memory they represent
 * @param present bytes of them in the file; fewer than {@code length} only for contents of 2 GiB
 *     and more, which Go's writer cuts
 */
public record RecordContents(long position, long length, long present) {

  /** No bytes. */
  public static final RecordContents NONE = new RecordContents(0, 0, 0);

  /** Most bytes that one write(2) of Linux transfers. */
  private static final long MAX_WRITE = 0x7ffff000L;

  /**
   * Returns the contents at a position with the length stated in the file. The writer passes
   * lengths on as int32 and ignores short writes, so longer ones are cut (runtime/heapdump.go
   * dwrite, all versions).
   */
  static RecordContents at(long position, long length) {
    return new RecordContents(position, length, present(length));
  }

  /** Reads the length and skips the bytes. */
  static RecordContents read(ByteReader in) throws IOException {
    long length = in.uvarint();
    RecordContents contents = at(in.position(), length);
    in.skip(contents.present());
    return contents;
  }

  /** Returns the number of bytes in the file of contents with the length stated there. */
  public static long present(long length) {
    return length >= 0 && length < MAX_WRITE ? length : Math.min(length & 0xffffffffL, MAX_WRITE);
  }

  /** Whether a word of {@code size} bytes at an offset is in the file. */
  public boolean hasWord(long offset, int size) {
    return offset >= 0 && offset <= present - size;
  }
}
