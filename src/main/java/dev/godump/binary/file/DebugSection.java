package dev.godump.binary.file;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/**
 * A debug section and how it is compressed. Its plain name is the name in the file without the
 * prefix of the file format: {@code info} for {@code .debug_info}, {@code .zdebug_info} and {@code
 * __debug_info}.
 *
 * @param name the plain name
 * @param packing how its bytes are compressed
 */
record DebugSection(String name, Section section, Packing packing) {
  /** The most bytes that deflate can expand one byte to. A section that claims more is damaged. */
  private static final long MAX_RATIO = 1032;

  private static final int MAX_SIZE = Integer.MAX_VALUE - 16;
  private static final int MACH_NAME_LENGTH = 16;
  private static final int FIRST_CAPACITY = 1 << 20;

  enum Packing {
    PLAIN,

    /** GNU's older format: {@code ZLIB}, the size in 8 bytes, big-endian, and a zlib stream. */
    ZLIB_GNU,

    /** SHF_COMPRESSED: a header (Elf32_Chdr, Elf64_Chdr) that names the compression. */
    ELF
  }

  /** Returns a section as a debug section, or empty if it is not one. */
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

  /** Reports whether the section has this plain name. Mach-O cuts names to 16 bytes. */
  boolean hasName(String plain) {
    return plain.equals(name)
        || (section.name().length() == MACH_NAME_LENGTH && plain.startsWith(name));
  }

  /**
   * Returns the uncompressed bytes, or empty if they are damaged or claim more than the stored
   * bytes can expand to.
   *
   * @param wordSize word size of the file's headers, 4 or 8
   */
  Optional<byte[]> bytes(FileBytes file, int wordSize, boolean bigEndian) throws IOException {
    byte[] stored = file.bytes("the section " + section.name(), section.offset(), section.stored());
    return switch (packing) {
      case PLAIN -> Optional.of(stored);
      case ZLIB_GNU -> unpackGnu(stored);
      case ELF -> unpackElf(new Words(stored, bigEndian), wordSize);
    };
  }

  private static Optional<byte[]> unpackGnu(byte[] stored) {
    boolean packed =
        stored.length >= 12
            && stored[0] == 'Z'
            && stored[1] == 'L'
            && stored[2] == 'I'
            && stored[3] == 'B';
    return packed ? unpack(stored, 12, new Words(stored, true).u64(4), false) : Optional.of(stored);
  }

  private static Optional<byte[]> unpackElf(Words stored, int wordSize) {
    int header = wordSize == 8 ? 24 : 12;
    if (stored.length() < header) {
      return Optional.empty();
    }
    long compression = stored.u32(0);
    long size = stored.word(wordSize, wordSize);
    return compression == 1 || compression == 2
        ? unpack(stored.bytes(), header, size, compression == 2)
        : Optional.empty();
  }

  private static Optional<byte[]> unpack(byte[] stored, int from, long size, boolean zstd) {
    if (size < 0 || size > MAX_SIZE || size > MAX_RATIO * (stored.length - from + 64)) {
      return Optional.empty();
    }
    InputStream raw = new ByteArrayInputStream(stored, from, stored.length - from);
    try (InputStream in =
        zstd ? new ZstdInputStreamNoFinalizer(raw) : new InflaterInputStream(raw)) {
      // the buffer grows with the bytes that are really there
      byte[] bytes = new byte[(int) Math.min(size, Math.max(FIRST_CAPACITY, 4L * stored.length))];
      int read = in.readNBytes(bytes, 0, bytes.length);
      while (read == bytes.length && read < size) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(size, 2L * read));
        read += in.readNBytes(bytes, read, bytes.length - read);
      }
      return read == size ? Optional.of(bytes) : Optional.empty();
    } catch (IOException | LinkageError e) {
      // damaged, or this machine has no native zstd
      return Optional.empty();
    }
  }
}
