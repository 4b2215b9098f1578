package dev.godump.binary.file;

import dev.godump.io.Source;
import java.io.IOException;

/**
 * The bytes of an executable, or of one of several executables in a file. Every offset and length
 * is checked.
 */
final class FileBytes {
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 16;

  private final Source source;
  private final long start;
  private final long size;

  private FileBytes(Source source, long start, long size) {
    this.source = source;
    this.start = start;
    this.size = size;
  }

  static FileBytes of(Source source) throws IOException {
    return new FileBytes(source, 0, source.size());
  }

  /** Returns a range of the file as a file of its own. */
  FileBytes slice(String what, long offset, long length) throws ExecutableException {
    require(what, offset, length);
    return new FileBytes(source, start + offset, length);
  }

  Source source() {
    return source;
  }

  long size() {
    return size;
  }

  /** Reports whether a range is inside the file. Both numbers are unsigned. */
  boolean contains(long offset, long length) {
    return offset >= 0 && length >= 0 && offset <= size && length <= size - offset;
  }

  /**
   * Checks that a range is inside the file.
   *
   * @throws ExecutableException if it is not; the message names {@code what}
   */
  void require(String what, long offset, long length) throws ExecutableException {
    if (!contains(offset, length)) {
      throw new ExecutableException(
          start + Math.max(0, Math.min(offset, size)),
          what
              + " (0x"
              + Long.toHexString(length)
              + " bytes at 0x"
              + Long.toHexString(offset)
              + ") would lie past the end of the file, which has 0x"
              + Long.toHexString(size)
              + " bytes; it is cut or damaged");
    }
  }

  /**
   * Copies a range.
   *
   * @throws ExecutableException if the range is not completely inside the file
   */
  byte[] bytes(String what, long offset, long length) throws IOException {
    require(what, offset, length);
    if (length > MAX_LENGTH) {
      throw new ExecutableException(start + offset, what + " is larger than 2 GiB");
    }
    byte[] bytes = new byte[(int) length];
    int n = read(offset, bytes, 0, bytes.length);
    if (n < bytes.length) {
      throw new ExecutableException(
          start + offset + n, what + " ended early: the file was cut while in use");
    }
    return bytes;
  }

  Words words(String what, long offset, long length, boolean bigEndian) throws IOException {
    return new Words(bytes(what, offset, length), bigEndian);
  }

  /** Copies the part of a range that is inside the file, and returns its length. */
  int read(long offset, byte[] into, int at, int length) throws IOException {
    if (offset < 0 || offset >= size) {
      return 0;
    }
    return source.read(start + offset, into, at, (int) Math.min(length, size - offset));
  }

  /** Returns an exception for damage at an offset. */
  ExecutableException error(long offset, String message) {
    return new ExecutableException(start + offset, message);
  }
}
