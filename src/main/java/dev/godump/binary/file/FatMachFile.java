package dev.godump.binary.file;

import java.io.IOException;

/**
 * Chooses one of the Mach-O files in a fat file, which has one for each machine (mach-o/fat.h).
 * Always big-endian.
 */
final class FatMachFile {
  /**
   * More than there are machines. A Java class has the same magic, but a larger number after it.
   */
  private static final int MAX_MACHINES = 32;

  private FatMachFile() {}

  static boolean isFatMagic(byte[] magic) {
    Words words = new Words(magic, true);
    return (words.u32(0) == 0xcafebabeL || words.u32(0) == 0xcafebabfL)
        && words.u32(4) <= MAX_MACHINES;
  }

  /**
   * Returns the file for a machine, or else the first one.
   *
   * @param architecture GOARCH
   */
  static FileBytes choose(FileBytes file, String architecture) throws IOException {
    Words head = file.words("the header", 0, 8, true);
    boolean is64Bit = head.u32(0) == 0xcafebabfL;
    int count = (int) head.u32(4);
    int entrySize = is64Bit ? 32 : 20;
    Words entries = file.words("the list of machines", 8, (long) count * entrySize, true);
    int chosen = 0;
    for (int i = count - 1; i >= 0; i--) {
      if (architecture.equals(MachFile.architecture(entries.u32(i * entrySize)))) {
        chosen = i;
      }
    }
    if (count == 0) {
      throw file.error(4, "the file holds no machine's program");
    }
    int at = chosen * entrySize;
    return is64Bit
        ? file.slice("a machine's program", entries.u64(at + 8), entries.u64(at + 16))
        : file.slice("a machine's program", entries.u32(at + 8), entries.u32(at + 12));
  }
}
