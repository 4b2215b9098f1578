package dev.godump.binary.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which bytes of the file are loaded where: by address, without overlaps. Where the file has two
 * for an address, the range that starts later wins.
 */
final class LoadedRanges {
  /**
   * @param address of its first byte, before any slide
   * @param offset of it in the file
   * @param length bytes in the file
   */
  record Range(long address, long offset, long length) {}

  private final long[] addresses;
  private final long[] offsets;
  private final long[] lengths;

  private LoadedRanges(List<Range> ranges) {
    int n = ranges.size();
    addresses = new long[n];
    offsets = new long[n];
    lengths = new long[n];
    for (int i = 0; i < n; i++) {
      Range range = ranges.get(i);
      addresses[i] = range.address;
      offsets[i] = range.offset;
      lengths[i] =
          i + 1 < n
              ? Math.min(range.length, ranges.get(i + 1).address - range.address)
              : range.length;
    }
  }

  /** Of ranges that lie in the file; empty ones and those past the end of memory are left out. */
  static LoadedRanges of(List<Range> ranges) {
    return new LoadedRanges(
        ranges.stream()
            .filter(r -> r.length > 0 && r.address >= 0 && r.address + r.length >= 0)
            .sorted(Comparator.comparingLong(Range::address))
            .toList());
  }

  /** Copies loaded bytes and returns how many there are in a row, at most {@code length}. */
  int read(FileBytes file, long address, byte[] into, int at, int length) throws IOException {
    int done = 0;
    while (done < length) {
      long next = address + done;
      int i = Arrays.binarySearch(addresses, next);
      i = i < 0 ? -i - 2 : i;
      if (i < 0 || next - addresses[i] >= lengths[i]) {
        break;
      }
      long inside = next - addresses[i];
      int n =
          file.read(
              offsets[i] + inside,
              into,
              at + done,
              (int) Math.min(length - done, lengths[i] - inside));
      if (n <= 0) {
        break;
      }
      done += n;
    }
    return done;
  }
}
