package dev.godump.binary.file;

import java.io.IOException;

/** Several Mach-O files in one, each for another machine (mach-o/fat.h); always big-endian. */
final class FatMachFile {
  /** More than there are machines; a Java class, which starts with the same magic, has more. */
  private static final int MOST = 32;

  private FatMachFile() {}

  static boolean starts(byte[] magic) {
    Words words = new Words(magic, true);
    return (words.u32(0) == 0xcafebabeL || words.u32(0) == 0xcafebabfL) && words.u32(4) <= MOST;
  }

  /**
   * The file for a machine, else the first.
   *
   * @param architecture GOARCH
   */
  static FileBytes choose(FileBytes file, String architecture) throws IOException {
    Words head = file.words("the header", 0, 8, true);
    boolean wide = head.u32(0) == 0xcafebabfL;
    int count = (int) head.u32(4);
    int each = wide ? 32 : 20;
    Words parts = file.words("the list of machines", 8, (long) count * each, true);
    int chosen = 0;
    for (int i = count - 1; i >= 0; i--) {
      if (architecture.equals(MachFile.architecture(parts.u32(i * each)))) {
        chosen = i;
      }
    }
    if (count == 0) {
      throw file.error(4, "the file holds no machine's program");
    }
    int at = chosen * each;
    return wide
        ? file.part("a machine's program", parts.u64(at + 8), parts.u64(at + 16))
        : file.part("a machine's program", parts.u32(at + 8), parts.u32(at + 12));
  }
}
