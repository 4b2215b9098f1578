package dev.godump.core;

import dev.godump.format.Contents;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A range of a process's memory as the contents of a record. What a core file lacks are zeros, and
 * counted. Reads ahead, so that small objects side by side are read at once. Reused from record to
 * record; not thread-safe.
 */
final class MemoryContents implements Contents {
  private static final int CHUNK = 1 << 16;

  private final CoreMemory memory;
  private final byte[] chunk = new byte[CHUNK];
  private final byte[] ahead = new byte[CHUNK];
  private long aheadStart;
  private int aheadLength;
  private long end;
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

  /** Allows reading ahead up to an address, as the records that follow are of this memory. */
  void readAhead(long upTo) {
    this.end = upTo;
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
    if (isAhead()) {
      out.write(ahead, (int) (address - aheadStart), (int) length);
      return;
    }
    for (long done = 0; done < length; done += CHUNK) {
      int n = (int) Math.min(CHUNK, length - done);
      unknown += memory.readOrZero(address + done, chunk, n);
      out.write(chunk, 0, n);
    }
  }

  /** Whether the range is among what was read ahead, or now is. */
  private boolean isAhead() {
    if (address + length > end || length > CHUNK) {
      return false;
    }
    if (address < aheadStart || address + length > aheadStart + aheadLength) {
      aheadStart = address;
      aheadLength = memory.read(address, ahead, 0, (int) Math.min(CHUNK, end - address));
    }
    return length <= aheadLength;
  }
}
