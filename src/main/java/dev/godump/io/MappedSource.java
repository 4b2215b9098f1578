package dev.godump.io;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file mapped in windows of equal length, since a mapping can't exceed 2 GiB. Windows don't
 * overlap; a read across a border is done in parts.
 */
public final class MappedSource implements Source {
  static final int WINDOW = 1 << 30;

  private final String name;
  private final @Nullable Path file;
  private final long size;
  private final int windowShift;
  private final MappedByteBuffer[] windows;

  private MappedSource(
      String name, @Nullable Path file, long size, int windowShift, MappedByteBuffer[] windows) {
    this.name = name;
    this.file = file;
    this.size = size;
    this.windowShift = windowShift;
    this.windows = windows;
  }

  /** Maps a whole file. */
  public static MappedSource open(String name, Path file) throws IOException {
    return open(name, file, WINDOW);
  }

  /** As {@link #open(String, Path)}, with windows of a chosen length, a power of two. */
  static MappedSource open(String name, Path file, int window) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return of(name, file, channel, window);
    }
  }

  /** Maps a whole file that is open, and stays so without it. */
  static MappedSource of(String name, FileChannel channel) throws IOException {
    return of(name, null, channel, WINDOW);
  }

  private static MappedSource of(String name, @Nullable Path file, FileChannel channel, int window)
      throws IOException {
    if (Integer.bitCount(window) != 1) {
      throw new IllegalArgumentException("window of " + window + " bytes is not a power of two");
    }
    long size = channel.size();
    MappedByteBuffer[] windows =
        new MappedByteBuffer[Math.toIntExact((size + window - 1) / window)];
    for (int i = 0; i < windows.length; i++) {
      long start = (long) i * window;
      windows[i] =
          channel.map(FileChannel.MapMode.READ_ONLY, start, Math.min(window, size - start));
    }
    return new MappedSource(name, file, size, Integer.numberOfTrailingZeros(window), windows);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int read(long position, byte[] into, int offset, int length) throws IOException {
    if (position < 0 || position >= size) {
      return 0;
    }
    int wanted = (int) Math.min(length, size - position);
    int done = 0;
    while (done < wanted) {
      long at = position + done;
      MappedByteBuffer window = windows[(int) (at >>> windowShift)];
      int index = (int) (at & ((1L << windowShift) - 1));
      int n = Math.min(wanted - done, window.limit() - index);
      try {
        window.get(index, into, offset + done, n);
      } catch (InternalError e) {
        // the JVM turns SIGBUS into this error: the file was truncated after it was mapped
        throw new IOException(
            prematureEnd().orElse("the disk or the network could not give all of it"));
      }
      done += n;
    }
    return wanted;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public Progress progress(long position) {
    return new Progress(Math.min(position, size), size);
  }

  @Override
  public Optional<String> prematureEnd() {
    try {
      return file != null && Files.size(file) < size
          ? Optional.of("the file was cut while it was read")
          : Optional.empty();
    } catch (IOException e) {
      // it was removed, which takes nothing from the mapping
      return Optional.empty();
    }
  }

  /** Does nothing: the garbage collector unmaps the file once it is unused. */
  @Override
  public void close() {}
}
