package dev.godump.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Bytes that were made from other input: a private temporary file, written once and then mapped.
 * Where the system allows it, the file is deleted as soon as it is open.
 */
public final class WrittenSource implements Source {
  private static final int BUFFER = 1 << 16;
  private static final String PREFIX = "godump";
  private static final String SUFFIX = ".made";

  private final MappedSource bytes;
  private final Optional<String> prematureEnd;

  private WrittenSource(MappedSource bytes, Optional<String> prematureEnd) {
    this.bytes = bytes;
    this.prematureEnd = prematureEnd;
  }

  /** Makes the bytes. */
  @FunctionalInterface
  public interface Writer {
    /** Writes all bytes; returns why they end early, if they do. */
    Optional<String> write(OutputStream out) throws IOException;
  }

  /** Makes a file. */
  @FunctionalInterface
  public interface FileWriter {
    void write(FileChannel empty) throws IOException;
  }

  /**
   * Writes the bytes in order.
   *
   * @param name the name to show to users
   * @throws IOException what the writer throws, or if the file can't be created or written
   */
  public static WrittenSource of(String name, Writer writer) throws IOException {
    return written(
        name,
        Files.createTempFile(PREFIX, SUFFIX),
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
          Optional<String> prematureEnd = writer.write(out);
          out.flush();
          return prematureEnd;
        });
  }

  /**
   * Writes the file in any order; it may have holes.
   *
   * @param directory of the file
   * @param name the name to show to users
   * @throws IOException what the writer throws, or if the file can't be created or written
   */
  public static WrittenSource in(Path directory, String name, FileWriter writer)
      throws IOException {
    return written(
        name,
        Files.createTempFile(directory, PREFIX, SUFFIX),
        channel -> {
          writer.write(channel);
          return Optional.empty();
        });
  }

  /** Makes a file; returns why its bytes end early, if they do. */
  private interface Making {
    Optional<String> write(FileChannel empty) throws IOException;
  }

  private static WrittenSource written(String name, Path file, Making making) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      Optional<String> prematureEnd = making.write(channel);
      return new WrittenSource(MappedSource.of(name, channel), prematureEnd);
    }
  }

  @Override
  public String name() {
    return bytes.name();
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    return bytes.read(position, into, offset, length);
  }

  @Override
  public long size() {
    return bytes.size();
  }

  @Override
  public Progress progress(long position) {
    return bytes.progress(position);
  }

  @Override
  public Optional<String> prematureEnd() {
    return prematureEnd;
  }

  @Override
  public boolean isSpooled() {
    return true;
  }

  @Override
  public boolean isArriving() {
    return false;
  }

  /** Does nothing: the file is gone once the garbage collector unmaps it. */
  @Override
  public void close() {}
}
