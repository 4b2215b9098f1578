package dev.godump.io;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;

/**
 * Bytes at 64-bit positions, read-only. The bytes may still be arriving (a pipe, a compressed
 * file): a read then waits for those it asks for. Safe for use by several threads.
 */
public interface Source extends Closeable {

  /** What a person calls it: a file's path as given, or {@code standard input}. */
  String name();

  /**
   * Copies bytes at a position and returns how many, which is less than {@code length} only at the
   * end of the source; 0 at or past the end.
   *
   * @throws IOException if the file can't be read
   */
  int read(long position, byte[] into, int offset, int length) throws IOException;

  /** All bytes there are; waits until that is known. */
  long size() throws IOException;

  /** How far through the input we are when bytes up to {@code position} have been used. */
  Progress progress(long position);

  /**
   * Why the bytes ended before the input said they would (a damaged or cut compressed file), or
   * empty. Known once a read has met the end.
   */
  Optional<String> prematureEnd();

  /**
   * How much of the input, as it lies on disk, has been used.
   *
   * @param done bytes used
   * @param total bytes there are, or {@link #UNKNOWN} where that is not known
   */
  record Progress(long done, long total) {
    public static final int UNKNOWN = -1;
  }
}
