package dev.godump.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A private temporary file whose parts are mapped as memory, for what the Java heap can't hold.
 * Where the system allows it, the file is deleted as soon as it is open, so that it is gone however
 * the process ends. Takes disk space only for the parts that were written to.
 */
public final class ScratchFile implements Closeable {
  private static final long WINDOW = 1 << 26;

  private final Path file;
  private final FileChannel channel;
  private final int windowSize;
  private long end;

  private ScratchFile(Path file, int windowSize) throws IOException {
    this.file = file;
    this.windowSize = windowSize;
    this.channel =
        FileChannel.open(
            file,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
  }

  /**
   * Creates a scratch file in a directory.
   *
   * @throws IOException if that fails; the message names the directory
   */
  public static ScratchFile in(Path directory) throws IOException {
    return in(directory, (int) WINDOW);
  }

  /** As {@link #in(Path)}, with windows of a chosen length, a power of two and at least 8. */
  public static ScratchFile in(Path directory, int windowSize) throws IOException {
    if (Integer.bitCount(windowSize) != 1 || windowSize < Long.BYTES) {
      throw new IllegalArgumentException("windows of " + windowSize + " bytes");
    }
    try {
      return new ScratchFile(Files.createTempFile(directory, "godump", ".scratch"), windowSize);
    } catch (IOException e) {
      throw new IOException(
          "can't make a scratch file in " + directory + " (" + e.getClass().getSimpleName() + ")",
          e);
    }
  }

  /** Returns the size of a window in bytes, a power of two. */
  public int windowSize() {
    return windowSize;
  }

  /**
   * Returns the next window of the file, all zeros, little-endian. A window stays valid after
   * {@link #close}; its disk space is freed once the garbage collector finds it unused.
   *
   * @throws IOException if the disk doesn't have space for it
   */
  public synchronized ByteBuffer window() throws IOException {
    // if the disk is full, writing to a mapped page is a fault, not an exception
    long free = Files.getFileStore(file.getParent()).getUsableSpace();
    if (free < windowSize) {
      throw new IOException(
          String.format(
              "the scratch file in %s, of %d MiB, cannot grow: %d MiB are free on the disk; --index-dir names another directory",
              file.getParent(), end >>> 20, free >>> 20));
    }
    ByteBuffer window = channel.map(FileChannel.MapMode.READ_WRITE, end, windowSize);
    end += windowSize;
    return window.order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
