package dev.godump.io;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Maps a region of a file, read-only, in windows of equal length, since a mapping can't exceed 2
 * GiB.
 */
public final class FileWindows {
  private FileWindows() {}

  /**
   * Maps a region.
   *
   * @param offset bytes before it, a multiple of 8 so that numbers are aligned
   * @param length bytes in it
   * @param windowShift log2 of a window's bytes, 3 to 30; only the last window may be shorter
   * @return windows in order, little-endian; they outlive the channel
   * @throws EOFException if the file ends before the region does
   */
  public static ByteBuffer[] map(FileChannel channel, long offset, long length, int windowShift)
      throws IOException {
    if (offset < 0 || (offset & 7) != 0 || length < 0 || windowShift < 3 || windowShift > 30) {
      throw new IllegalArgumentException(
          length + " bytes at " + offset + " in windows of 2^" + windowShift + " bytes");
    }
    // mapping past the end of a file that can be written to would make it longer
    if (length > channel.size() - offset) {
      throw new EOFException(length + " bytes at " + offset + " of a file of " + channel.size());
    }
    long window = 1L << windowShift;
    ByteBuffer[] windows = new ByteBuffer[Math.toIntExact((length + window - 1) >>> windowShift)];
    for (int i = 0; i < windows.length; i++) {
      long start = i * window;
      windows[i] =
          channel
              .map(FileChannel.MapMode.READ_ONLY, offset + start, Math.min(window, length - start))
              .order(ByteOrder.LITTLE_ENDIAN);
    }
    return windows;
  }
}
