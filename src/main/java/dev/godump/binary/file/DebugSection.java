package dev.godump.binary.file;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * A debug section and how it is packed. The plain name is the file's without what the format puts
 * before it: {@code info} of {@code .debug_info}, {@code .zdebug_info}, {@code __debug_info}.
 *
 * @param name plain
 * @param packing how its bytes are stored
 */
record DebugSection(String name, Section section, Packing packing) {
  /** More than deflate can unpack a byte to; what claims more is damaged. */
  private static final long LARGEST_RATIO = 1032;

  private static final int LARGEST = Integer.MAX_VALUE - 16;
  private static final int LONGEST_MACH_NAME = 16;
  private static final int CHUNK = 1 << 20;

  enum Packing {
    PLAIN,

    /** {@code ZLIB}, 8 bytes of size, big-endian, and a zlib stream; GNU's older way. */
    ZLIB_GNU,

    /** A header (Elf32_Chdr, Elf64_Chdr) that names the way: SHF_COMPRESSED. */
    ELF
  }

  /** The debug section that a section is, if it is one. */
  static Optional<DebugSection> of(Section section, boolean compressedFlag) {
    String name = section.name();
    int prefix = name.startsWith(".") ? 1 : name.startsWith("__") ? 2 : 0;
    if (prefix == 0) {
      return Optional.empty();
    }
    if (name.startsWith("zdebug_", prefix)) {
      return Optional.of(new DebugSection(name.substring(prefix + 7), section, Packing.ZLIB_GNU));
    }
    return name.startsWith("debug_", prefix)
        ? Optional.of(
            new DebugSection(
                name.substring(prefix + 6), section, compressedFlag ? Packing.ELF : Packing.PLAIN))
        : Optional.empty();
  }

  /** Whether this is a section's plain name. Mach-O cuts names to 16 bytes. */
  boolean named(String plain) {
    return plain.equals(name)
        || section.name().length() == LONGEST_MACH_NAME && plain.startsWith(name);
  }

  /**
   * Its unpacked bytes; empty if they are damaged or claim more than the stored ones can hold.
   *
   * @param wordSize 4 or 8, of the file's headers
   */
  Optional<byte[]> bytes(FileBytes file, int wordSize, boolean bigEndian) throws IOException {
    byte[] stored = file.bytes("the section " + section.name(), section.offset(), section.stored());
    return switch (packing) {
      case PLAIN -> Optional.of(stored);
      case ZLIB_GNU -> gnu(stored);
      case ELF -> elf(new Words(stored, bigEndian), wordSize);
    };
  }

  private static Optional<byte[]> gnu(byte[] stored) {
    boolean packed =
        stored.length >= 12
            && stored[0] == 'Z'
            && stored[1] == 'L'
            && stored[2] == 'I'
            && stored[3] == 'B';
    return packed ? unpack(stored, 12, new Words(stored, true).u64(4), false) : Optional.of(stored);
  }

  private static Optional<byte[]> elf(Words stored, int wordSize) {
    int header = wordSize == 8 ? 24 : 12;
    if (stored.length() < header) {
      return Optional.empty();
    }
    long way = stored.u32(0);
    long size = stored.word(wordSize, wordSize);
    return way == 1 || way == 2 ? unpack(stored.bytes(), header, size, way == 2) : Optional.empty();
  }

  private static Optional<byte[]> unpack(byte[] stored, int from, long size, boolean zstd) {
    if (size < 0 || size > LARGEST || size > LARGEST_RATIO * (stored.length - from + 64)) {
      return Optional.empty();
    }
    InputStream raw = new ByteArrayInputStream(stored, from, stored.length - from);
    try (InputStream in =
        zstd ? new ZstdInputStreamNoFinalizer(raw) : new InflaterInputStream(raw)) {
      // grows with what is really there
      byte[] bytes = new byte[(int) Math.min(size, Math.max(CHUNK, 4L * stored.length))];
      int n = in.readNBytes(bytes, 0, bytes.length);
      while (n == bytes.length && n < size) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * n));
        n += in.readNBytes(bytes, n, bytes.length - n);
      }
      return n == size ? Optional.of(bytes) : Optional.empty();
    } catch (IOException | LinkageError e) {
      // damaged, or no native zstd on this machine
      return Optional.empty();
    }
  }
}
