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
 * A private temporary file whose parts are mapped as memory, for what the Java heap can't hold. It
 * has no name any more once it is open, where the system allows that, so that nothing is left
 * behind however the process ends. It takes room on disk only where it has been written to.
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
   * Makes one.
   *
   * @throws IOException if no file can be made in the directory; the message names it
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

  /** Bytes of a window, a power of two. */
  public int windowSize() {
    return windowSize;
  }

  /**
   * The next window of the file, all zeros, little-endian. A window outlives {@link #close}; its
   * room is given back when the garbage collector finds it unused.
   *
   * @throws IOException if the disk has no room for it
   */
  public synchronized ByteBuffer window() throws IOException {
    // writing to a mapped page that the disk has no room for would be a fault and not an exception
    long room = Files.getFileStore(file.getParent()).getUsableSpace();
    if (room < windowSize) {
      throw new IOException(
          String.format(
              "the scratch file in %s, of %d MiB, has no room to grow: %d MiB are left; --index-dir names another place",
              file.getParent(), end >>> 20, room >>> 20));
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
