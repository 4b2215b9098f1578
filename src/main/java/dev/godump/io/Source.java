package dev.godump.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Bytes at 64-bit positions, read-only. The bytes may still be arriving (a pipe, a compressed
 * file): a read then waits for the bytes it needs. Safe for use by several threads.
 */
public interface Source extends Closeable {

  /** Returns the name to show to users: a file's path as given, or {@code standard input}. */
  String name();

  /**
   * Copies bytes at a position and returns how many, which is less than {@code length} only at the
   * end of the source; 0 at or past the end.
   *
   * @throws IOException if the file can't be read
   */
  int read(long position, byte[] into, int offset, int length) throws IOException;

  /** Returns the total number of bytes; waits until it is known. */
  long size() throws IOException;

  /** Returns how much of the input has been used once all bytes up to {@code position} have. */
  Progress progress(long position);

  /**
   * Returns why the bytes ended early (a damaged or cut compressed file), or empty. Known once a
   * read has reached the end.
   */
  Optional<String> prematureEnd();

  /**
   * Whether the bytes were unpacked, came from a pipe or were made, and are in a temporary file.
   */
  default boolean isSpooled() {
    return false;
  }

  /** Whether bytes may still be arriving, so that a read far ahead waits. */
  default boolean isArriving() {
    return isSpooled();
  }

  /**
   * Whether another read of the input gives the same bytes: it is not a pipe, and no error of the
   * disk or the network ended it early.
   */
  default boolean isRepeatable() {
    return true;
  }

  /**
   * How much of the input has been used, in bytes as stored on disk.
   *
   * @param done bytes used
   * @param total size of the input, or {@link #UNKNOWN}
   */
  record Progress(long done, long total) {
    public static final int UNKNOWN = -1;
  }
}
