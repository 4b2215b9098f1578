package dev.godump.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Identifies a dump without reading all of it.
 *
 * @param size of the file, in bytes
 * @param modified time of modification, in nanoseconds since 1970, as precise as the file system
 * @param hash two checksums of its head, its tail, and samples in between; on Unix also of its
 *     inode and the time of the inode's last change, which no program can set
 */
public record DumpIdentity(long size, long modified, long hash) {
  private static final int ENDS = 1 << 16;
  private static final int SAMPLES = 64;
  private static final int SAMPLE = 1 << 10;

  /** Computes the identity of a regular file. */
  public static DumpIdentity of(Path dump) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(dump, BasicFileAttributes.class);
    try (FileChannel channel = FileChannel.open(dump)) {
      long size = channel.size();
      return new DumpIdentity(
          size,
          attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS),
          hash(channel, size, inode(dump)));
    }
  }

  // the equals and hashCode that Java generates for records take tens of milliseconds to start

  @Override
  public boolean equals(Object o) {
    return o instanceof DumpIdentity other
        && size == other.size
        && modified == other.modified
        && hash == other.hash;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  /** Returns the inode and its time of change; empty where there are none. */
  private static byte[] inode(Path dump) throws IOException {
    if (!dump.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return new byte[0];
    }
    FileTime changed = (FileTime) Files.getAttribute(dump, "unix:ctime");
    return ByteBuffer.allocate(2 * Long.BYTES)
        .putLong((Long) Files.getAttribute(dump, "unix:ino"))
        .putLong(changed.to(TimeUnit.NANOSECONDS))
        .array();
  }

  private static long hash(FileChannel channel, long size, byte[] inode) throws IOException {
    CRC32C one = new CRC32C();
    CRC32 other = new CRC32();
    one.update(inode);
    other.update(inode);
    ByteBuffer buffer = ByteBuffer.allocate(ENDS);
    for (int i = 0; i <= SAMPLES; i++) {
      boolean end = i == 0 || i == SAMPLES;
      int length = end ? ENDS : SAMPLE;
      long step = Math.max(0, size - length) / SAMPLES;
      long at = i == SAMPLES ? Math.max(0, size - length) : step * i;
      buffer.clear().limit(length);
      while (buffer.hasRemaining() && channel.read(buffer, at + buffer.position()) > 0) {
        // read until the buffer is full or the file ends
      }
      one.update(buffer.array(), 0, buffer.position());
      other.update(buffer.array(), 0, buffer.position());
    }
    return one.getValue() << 32 | other.getValue();
  }
}
