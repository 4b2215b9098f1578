package dev.godump.core;

import dev.godump.binary.file.Executable;
import dev.godump.core.CoreFile.Segment;
import dev.godump.io.ByteReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;

/**
 * The memory of a process at its addresses: what the core file has, and where it has nothing, what
 * the executable loads. Little-endian, 8 bytes per pointer. Not thread-safe.
 */
final class CoreMemory {
  private static final int BLOCK = 1 << 12;

  private final CoreFile core;
  private final Executable executable;
  private final long slide;
  private final long[] starts;
  private final byte[] block = new byte[BLOCK];
  private long blockStart;
  private int blockLength;

  /**
   * @param slide what to add to link-time addresses of the executable
   */
  CoreMemory(CoreFile core, Executable executable, long slide) {
    this.core = core;
    this.executable = executable;
    this.slide = slide;
    this.starts = core.segments().stream().mapToLong(Segment::address).toArray();
  }

  /** Copies bytes and returns how many are known without a gap, at most {@code length}. */
  int read(long address, byte[] into, int offset, int length) {
    int done = 0;
    while (done < length) {
      long next = address + done;
      int n = readSome(next, into, offset + done, length - done);
      if (n <= 0) {
        break;
      }
      done += n;
    }
    return done;
  }

  private int readSome(long address, byte[] into, int offset, int length) {
    int i = segmentUpTo(address);
    List<Segment> segments = core.segments();
    if (i >= 0) {
      Segment segment = segments.get(i);
      long inside = address - segment.address();
      if (inside < segment.length()) {
        return readCore(
            segment.offset() + inside,
            into,
            offset,
            (int) Math.min(length, segment.length() - inside));
      }
    }
    long gap = i + 1 < starts.length ? starts[i + 1] - address : length;
    return executable.readRelocated(
        slide, address - slide, into, offset, (int) Math.min(length, gap));
  }

  private int readCore(long position, byte[] into, int offset, int length) {
    try {
      return core.source().read(position, into, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the index of the last segment that starts at or before an address, or -1. */
  private int segmentUpTo(long address) {
    int low = 0;
    int high = starts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low - 1;
  }

  /** Copies a range; bytes that are not known are zeros. Returns how many are not. */
  long readOrZero(long address, byte[] into, int length) {
    long unknown = 0;
    for (int done = 0; done < length; ) {
      int n = read(address + done, into, done, length - done);
      done += n;
      if (done < length) {
        // skip to the next page: memory is missing in whole pages
        int skipped = (int) Math.min(length - done, BLOCK - (address + done & BLOCK - 1));
        Arrays.fill(into, done, done + skipped, (byte) 0);
        done += skipped;
        unknown += skipped;
      }
    }
    return unknown;
  }

  /** Returns the pointer at an address, or 0 if it is not known. */
  long word(long address) {
    int at = blockOffset(address, 8);
    return at < 0 ? 0 : ByteReader.word(block, at, 8, false);
  }

  /** Returns the unsigned number of 1, 2, 4 or 8 bytes at an address, or 0 if it is not known. */
  long number(long address, int bytes) {
    int at = blockOffset(address, bytes);
    long value = 0;
    for (int i = bytes - 1; at >= 0 && i >= 0; i--) {
      value = value << 8 | (block[at + i] & 0xff);
    }
    return value;
  }

  /** Returns how many bytes of a range are known from its start, without a gap. */
  long known(long address, long length) {
    long known = 0;
    while (known < length && isKnown(address + known, 1)) {
      // what is known ends at the end of a page
      known += BLOCK - (address + known & BLOCK - 1);
    }
    return Math.min(known, length);
  }

  /** Returns how many bytes of a range the core file has. */
  long inCore(long address, long length) {
    long found = 0;
    long end = address + length;
    for (int i = Math.max(0, segmentUpTo(address)); i < starts.length; i++) {
      Segment segment = core.segments().get(i);
      if (segment.address() >= end) {
        break;
      }
      long from = Math.max(address, segment.address());
      found += Math.max(0, Math.min(end, segment.address() + segment.length()) - from);
    }
    return found;
  }

  /** Whether all bytes of a range of at most a page are known. */
  boolean isKnown(long address, int length) {
    return blockOffset(address, length) >= 0;
  }

  private int blockOffset(long address, int length) {
    long at = address - blockStart;
    if (at >= 0 && at + length <= blockLength) {
      return (int) at;
    }
    blockStart = address;
    blockLength = read(address, block, 0, BLOCK);
    return length <= blockLength ? 0 : -1;
  }
}
