package dev.godump.binary.file;

import dev.godump.binary.file.LoadedRanges.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers and load commands of a Mach-O executable (mach-o/loader.h), 32 and 64 bit.
 * Words that the loader rebases contain their link-time address (Go's linker and Apple's older
 * format) or are {@link MachFixups chained}.
 */
final class MachFile {
  private static final int MAX_COMMANDS = 1 << 16;
  private static final int SEGMENT = 1;
  private static final int SYMTAB = 2;
  private static final int SEGMENT_64 = 0x19;
  private static final long CHAINED_FIXUPS = 0x80000034L;

  private final FileBytes file;
  private final Words header;
  private final boolean is64Bit;
  private final boolean bigEndian;
  private final List<Section> sections = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();
  private ProgramFile.Reader<SymbolTable> symbols = SymbolTable::empty;
  private ProgramFile.Reader<Relocations> relocations = () -> Relocations.NONE;

  /** Address of the file's first byte. */
  private long baseAddress;

  private MachFile(FileBytes file, Words header, boolean is64Bit, boolean bigEndian) {
    this.file = file;
    this.header = header;
    this.is64Bit = is64Bit;
    this.bigEndian = bigEndian;
  }

  /** Reports whether the first bytes of a file are a Mach-O magic, in either byte order. */
  static boolean isMachMagic(byte[] magic) {
    long little = new Words(magic, false).u32(0);
    long big = new Words(magic, true).u32(0);
    return (little & ~1L) == 0xfeedfaceL || (big & ~1L) == 0xfeedfaceL;
  }

  /** Reads the headers of a file with a {@link #isMachMagic Mach-O magic}. */
  static ProgramFile.Headers read(FileBytes file) throws IOException {
    byte[] magic = file.bytes("the Mach-O header", 0, 4);
    boolean bigEndian = (magic[0] & 0xff) == 0xfe;
    boolean is64Bit = (new Words(magic, bigEndian).u32(0) & 1) == 1;
    Words header = file.words("the Mach-O header", 0, is64Bit ? 32 : 28, bigEndian);
    return new MachFile(file, header, is64Bit, bigEndian).headers();
  }

  private ProgramFile.Headers headers() throws IOException {
    long type = header.u32(12);
    if (type != 2 && type != 6 && type != 8) {
      throw file.error(
          12,
          type == 10
              ? "this is a dSYM file, not an executable: give the program that it belongs to"
              : "this is a Mach-O file of type " + type + ", not an executable");
    }
    readCommands();
    return new ProgramFile.Headers(
        file,
        is64Bit ? 8 : 4,
        bigEndian,
        architecture(header.u32(4)),
        0,
        List.copyOf(sections),
        Collections.nCopies(sections.size(), false),
        LoadedRanges.of(ranges),
        symbols,
        relocations,
        relocations);
  }

  /** Returns GOARCH for a machine number, or null if Go does not support the machine. */
  static @Nullable String architecture(long cpu) {
    return switch ((int) cpu) {
      case 7 -> "386";
      case 0x1000007 -> "amd64";
      case 12 -> "arm";
      case 0x100000c -> "arm64";
      default -> null;
    };
  }

  private void readCommands() throws IOException {
    long count = header.u32(16);
    long start = is64Bit ? 32 : 28;
    if (count > MAX_COMMANDS) {
      throw file.error(16, "the Mach-O header is damaged: " + count + " load commands");
    }
    Words commands = file.words("the load commands", start, header.u32(20), bigEndian);
    int at = 0;
    for (long i = 0; i < count; i++) {
      long remaining = commands.length() - (long) at;
      long size = remaining < 8 ? 0 : commands.u32(at + 4);
      if (size < 8 || size > remaining) {
        throw file.error(
            start + at, "load command " + i + " is damaged: its size is " + size + " bytes");
      }
      readCommand(
          new Words(Arrays.copyOfRange(commands.bytes(), at, at + (int) size), bigEndian),
          start + at);
      at += (int) size;
    }
  }

  private void readCommand(Words command, long position) throws IOException {
    long kind = command.u32(0);
    if ((kind == SEGMENT_64 && is64Bit) || (kind == SEGMENT && !is64Bit)) {
      readSegment(command, position);
    } else if (kind == SYMTAB && command.length() >= 24) {
      readSymbolTable(command);
    } else if (kind == CHAINED_FIXUPS && command.length() >= 16) {
      long offset = command.u32(8);
      long length = command.u32(12);
      file.require("the chained fixups", offset, length);
      relocations =
          () -> new MachFixups(file, LoadedRanges.of(ranges), baseAddress).read(offset, length);
    }
  }

  private void readSegment(Words command, long position) throws IOException {
    int headerSize = is64Bit ? 72 : 56;
    int sectionSize = is64Bit ? 80 : 68;
    if (command.length() < headerSize
        || command.u32(headerSize - 8) > (command.length() - headerSize) / sectionSize) {
      throw file.error(position, "a segment's load command is damaged");
    }
    String name = command.name(8, 16);
    long offset = is64Bit ? command.u64(40) : command.u32(32);
    long length = is64Bit ? command.u64(48) : command.u32(36);
    file.require("the segment " + name, offset, length);
    boolean loaded = !name.equals("__DWARF");
    if (loaded) {
      long address = is64Bit ? command.u64(24) : command.u32(24);
      ranges.add(new Range(address, offset, length));
      baseAddress = offset == 0 && length > 0 ? address : baseAddress;
    }
    long count = command.u32(headerSize - 8);
    for (int i = 0; i < count; i++) {
      readSection(command, headerSize + i * sectionSize, loaded);
    }
  }

  private void readSection(Words command, int at, boolean loaded) throws IOException {
    String name = command.name(at, 16);
    long address = is64Bit ? command.u64(at + 32) : command.u32(at + 32);
    long size = is64Bit ? command.u64(at + 40) : command.u32(at + 36);
    long offset = command.u32(at + (is64Bit ? 48 : 40));
    long type = command.u32(at + (is64Bit ? 64 : 56)) & 0xff;
    boolean zeroFilled = type == 1 || type == 12 || type == 18;
    if (!zeroFilled) {
      file.require("the section " + name, offset, size);
    }
    sections.add(
        new Section(
            name, loaded ? address : 0, size, zeroFilled ? 0 : offset, zeroFilled ? 0 : size));
  }

  private void readSymbolTable(Words command) throws IOException {
    int entry = is64Bit ? 16 : 12;
    long at = command.u32(8);
    long bytes = command.u32(12) * entry;
    long names = command.u32(16);
    long nameBytes = command.u32(20);
    file.require("the symbols", at, bytes);
    file.require("the symbols' names", names, nameBytes);
    symbols =
        () -> {
          Words strings = file.words("the symbols' names", names, nameBytes, bigEndian);
          return new SymbolTable(
              strings,
              new MachSymbols(file.words("the symbols", at, bytes, bigEndian), strings, entry));
        };
  }

  /** Entries of the symbol table (nlist, nlist_64). */
  private record MachSymbols(Words table, Words names, int entrySize)
      implements SymbolTable.Entries {
    private static final int STAB = 0xe0;
    private static final int KIND = 0xe;

    @Override
    public int count() {
      return table.length() / entrySize;
    }

    /** Skips the underscore that the format puts before every name. */
    @Override
    public long nameOffset(int entry) {
      int type = table.u8(entry * entrySize + 4);
      boolean inSection = (type & STAB) == 0 && (type & KIND) == KIND;
      long at = table.u32(entry * entrySize);
      if (!inSection || at >= names.length()) {
        return NONE;
      }
      return names.u8((int) at) == '_' ? at + 1 : at;
    }

    @Override
    public int nameLimit(int entry) {
      return Integer.MAX_VALUE;
    }

    @Override
    public long address(int entry) {
      return table.word(entry * entrySize + 8, entrySize - 8);
    }

    /** The format has no sizes. */
    @Override
    public long size(int entry) {
      return 0;
    }
  }
}
