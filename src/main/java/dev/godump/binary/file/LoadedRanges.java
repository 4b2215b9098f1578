package dev.godump.binary.file;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Maps addresses to bytes of the file. Ranges are sorted by address and don't overlap: where two
 * did, the range that starts later wins.
 */
final class LoadedRanges {
  /**
   * @param address address of the first byte, before any slide
   * @param offset offset of the first byte in the file
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

  /**
   * Takes ranges inside the file. Drops empty ranges and those past the end of the address space.
   */
  static LoadedRanges of(List<Range> ranges) {
    return new LoadedRanges(
        ranges.stream()
            .filter(r -> r.length > 0 && r.address >= 0 && r.address + r.length >= 0)
            .sorted(Comparator.comparingLong(Range::address))
            .toList());
  }

  /** Copies contiguous loaded bytes and returns their number, at most {@code length}. */
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
