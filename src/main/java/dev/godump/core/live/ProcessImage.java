package dev.godump.core.live;

import dev.godump.io.Source;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A copy of the memory of a process that stood still.
 *
 * @param bytes the copy
 * @param ranges by ascending address
 * @param threads whose position is known
 * @param entry the address where the program started, or 0 if it is not known
 * @param unread bytes that the kernel did not give
 * @param pause how long the process stood still at most; empty if others had stopped it
 */
public record ProcessImage(
    Source bytes,
    List<Range> ranges,
    List<StoppedThread> threads,
    long entry,
    List<MappedFile> files,
    long unread,
    Optional<Duration> pause)
    implements Closeable {

  /**
   * Memory with its bytes in the copy.
   *
   * @param offset in the copy
   * @param length in bytes
   */
  public record Range(long address, long offset, long length) {}

  /**
   * Where a thread was in the program.
   *
   * @param id as the process itself sees it
   */
  public record StoppedThread(long id, long pc, long sp) {}

  /** A mapping of a file. */
  public record MappedFile(long start, long end, String name) {}

  @Override
  public void close() throws IOException {
    bytes.close();
  }
}
