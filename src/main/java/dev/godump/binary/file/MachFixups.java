package dev.godump.binary.file;

import java.io.IOException;

/**
 * Reads the chained fixups of Apple's newer linkers (mach-o/fixup-chains.h): the pointers of a page
 * form a chain, and each contains its target and the distance to the next. Supports only the
 * formats without pointer authentication, as Go uses no others.
 */
final class MachFixups {
  private static final int MAX_FIXUPS = 1 << 24;
  private static final int MAX_SEGMENTS = 1 << 8;
  private static final int POINTER_SIZE = 8;
  private static final int STRIDE = 4;
  private static final int NO_CHAIN = 0xffff;
  private static final int TARGET_IS_ADDRESS = 2;
  private static final int TARGET_IS_OFFSET = 6;

  private final FileBytes file;
  private final LoadedRanges loaded;
  private final long baseAddress;
  private final Relocations.Builder relocations = new Relocations.Builder();
  private int steps;

  /**
   * @param baseAddress address of the file's first byte
   */
  MachFixups(FileBytes file, LoadedRanges loaded, long baseAddress) {
    this.file = file;
    this.loaded = loaded;
    this.baseAddress = baseAddress;
  }

  /** Follows the chains that the fixups at a file offset describe. */
  Relocations read(long offset, long length) throws IOException {
    Words fixups = file.words("the chained fixups", offset, length, false);
    long starts = fixups.length() < 28 ? Long.MAX_VALUE : fixups.u32(4);
    if (starts > fixups.length() - 4L) {
      throw damaged(offset);
    }
    long count = fixups.u32((int) starts);
    if (count > MAX_SEGMENTS || starts + 4 + 4 * count > fixups.length()) {
      throw damaged(offset);
    }
    for (int i = 0; i < count; i++) {
      long segment = fixups.u32((int) starts + 4 + 4 * i);
      if (segment != 0) {
        readSegment(fixups, starts + segment, offset);
      }
    }
    return relocations.build(POINTER_SIZE, false);
  }

  private ExecutableException damaged(long offset) {
    return file.error(offset, "the chained fixups are damaged");
  }

  private void readSegment(Words fixups, long at, long offset) throws IOException {
    if (at + 22 > fixups.length() || at + 22 + 2L * fixups.u16((int) at + 20) > fixups.length()) {
      throw file.error(offset, "the chained fixups are damaged");
    }
    int start = (int) at;
    int format = fixups.u16(start + 6);
    if (format != TARGET_IS_ADDRESS && format != TARGET_IS_OFFSET) {
      throw file.error(
          offset, "its pointers are packed in a way (" + format + ") that Go programs don't have");
    }
    long pageSize = fixups.u16(start + 4);
    long targetBase = format == TARGET_IS_OFFSET ? baseAddress : 0;
    for (int page = 0; page < fixups.u16(start + 20); page++) {
      int first = fixups.u16(start + 22 + 2 * page);
      if (first != NO_CHAIN && first < pageSize) {
        long pageAddress = baseAddress + fixups.u64(start + 8) + page * pageSize;
        followChain(pageAddress + first, pageAddress + pageSize, targetBase, offset);
      }
    }
  }

  private void followChain(long start, long end, long targetBase, long offset) throws IOException {
    byte[] bytes = new byte[POINTER_SIZE];
    Words pointer = new Words(bytes, false);
    long next = 1;
    for (long at = start; next != 0 && at < end; at += next * STRIDE) {
      if (++steps > MAX_FIXUPS) {
        throw file.error(offset, "the file has more chained fixups than any program");
      }
      if (loaded.read(file, at, bytes, 0, POINTER_SIZE) < POINTER_SIZE) {
        return;
      }
      long word = pointer.u64(0);
      boolean imported = word < 0;
      if (!imported) {
        long target = word & 0xf_ffff_ffffL;
        long top = word >>> 36 & 0xff;
        relocations.add(at, targetBase + target | top << 56);
      }
      next = word >>> 51 & 0xfff;
    }
  }
}
