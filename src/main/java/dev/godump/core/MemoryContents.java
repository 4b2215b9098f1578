package dev.godump.core;

import dev.godump.format.Contents;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A range of a process's memory as the contents of a record. What a core file lacks are zeros, and
 * counted. Reused from record to record; not thread-safe.
 */
final class MemoryContents implements Contents {
  private static final int CHUNK = 1 << 16;

  private final CoreMemory memory;
  private final byte[] chunk = new byte[CHUNK];
  private long address;
  private long length;
  private long unknown;

  MemoryContents(CoreMemory memory) {
    this.memory = memory;
  }

  /** Makes this a range of memory. */
  MemoryContents at(long start, long bytes) {
    this.address = start;
    this.length = bytes;
    return this;
  }

  /** Returns how many bytes were not known so far. */
  long unknown() {
    return unknown;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    for (long done = 0; done < length; done += CHUNK) {
      int n = (int) Math.min(CHUNK, length - done);
      unknown += memory.readOrZero(address + done, chunk, n);
      out.write(chunk, 0, n);
    }
  }
}
