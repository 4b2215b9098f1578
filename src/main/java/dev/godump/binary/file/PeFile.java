package dev.godump.binary.file;

import dev.godump.binary.file.LoadedRanges.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of a Windows executable (PE, COFF), 32 and 64 bit, always little-endian.
 * Addresses assume the preferred image base.
 */
final class PeFile {
  private static final int COFF_HEADER_SIZE = 20;
  private static final int SECTION_HEADER_SIZE = 40;
  private static final int SYMBOL_SIZE = 18;
  private static final long DISCARDABLE = 0x02000000;

  private final FileBytes file;
  private final long coffOffset;
  private final Words coffHeader;
  private final List<Section> sections = new ArrayList<>();
  private final List<Range> ranges = new ArrayList<>();

  /** Includes sections that are not loaded. Values of symbols are offsets from these addresses. */
  private final List<Long> addressBySection = new ArrayList<>();

  private PeFile(FileBytes file, long coffOffset, Words coffHeader) {
    this.file = file;
    this.coffOffset = coffOffset;
    this.coffHeader = coffHeader;
  }

  /** Reads the headers of a file that starts with MZ. */
  static ProgramFile.Headers read(FileBytes file) throws IOException {
    long peOffset = file.words("the DOS header", 0, 64, false).u32(60);
    Words magic = file.words("the PE header", peOffset, 4 + COFF_HEADER_SIZE, false);
    if (magic.u32(0) != 0x4550) {
      throw file.error(peOffset, "this is a DOS program, not a Windows executable");
    }
    long coffOffset = peOffset + 4;
    Words coffHeader = file.words("the PE header", coffOffset, COFF_HEADER_SIZE, false);
    return new PeFile(file, coffOffset, coffHeader).headers();
  }

  private ProgramFile.Headers headers() throws IOException {
    int optionalHeaderSize = coffHeader.u16(16);
    Words optionalHeader =
        file.words("the optional header", coffOffset + COFF_HEADER_SIZE, optionalHeaderSize, false);
    boolean is64Bit = optionalHeaderSize >= 32 && optionalHeader.u16(0) == 0x20b;
    if (optionalHeaderSize < 32 || (!is64Bit && optionalHeader.u16(0) != 0x10b)) {
      throw file.error(
          coffOffset + COFF_HEADER_SIZE,
          "this is an object file, not an executable, or it is damaged");
    }
    readSections(
        is64Bit ? optionalHeader.u64(24) : optionalHeader.u32(28),
        coffOffset + COFF_HEADER_SIZE + optionalHeaderSize);
    return new ProgramFile.Headers(
        file,
        is64Bit ? 8 : 4,
        false,
        architecture(coffHeader.u16(0)),
        0,
        List.copyOf(sections),
        Collections.nCopies(sections.size(), false),
        LoadedRanges.of(ranges),
        this::symbols,
        () -> Relocations.NONE,
        () -> Relocations.NONE);
  }

  private static @Nullable String architecture(int machine) {
    return switch (machine) {
      case 0x14c -> "386";
      case 0x1c0, 0x1c4 -> "arm";
      case 0x8664 -> "amd64";
      case 0xaa64 -> "arm64";
      default -> null;
    };
  }

  private void readSections(long imageBase, long offset) throws IOException {
    int count = coffHeader.u16(2);
    Words headers =
        file.words("the section headers", offset, (long) count * SECTION_HEADER_SIZE, false);
    for (int i = 0; i < count; i++) {
      readSection(headers, i * SECTION_HEADER_SIZE, imageBase);
    }
  }

  private void readSection(Words headers, int header, long imageBase) throws IOException {
    String name = sectionName(headers.name(header, 8));
    long virtualSize = headers.u32(header + 8);
    long offset = headers.u32(header + 20);
    long stored = offset == 0 ? 0 : storedSize(virtualSize, headers.u32(header + 16));
    file.require("the section " + name, offset, stored);
    long address = imageBase + headers.u32(header + 12);
    boolean loaded = (headers.u32(header + 36) & DISCARDABLE) == 0;
    addressBySection.add(address);
    sections.add(
        new Section(name, loaded ? address : 0, Math.max(virtualSize, stored), offset, stored));
    if (loaded) {
      ranges.add(new Range(address, offset, stored));
    }
  }

  /** Raw sizes are rounded up to the file's alignment. */
  private static long storedSize(long virtualSize, long rawSize) {
    return virtualSize == 0 ? rawSize : Math.min(rawSize, virtualSize);
  }

  /**
   * Resolves names of more than 8 bytes: {@code /123} is an offset in the strings after the
   * symbols.
   */
  private String sectionName(String field) throws IOException {
    if (!field.matches("/\\d{1,7}")) {
      return field;
    }
    long at =
        coffHeader.u32(8) + coffHeader.u32(12) * SYMBOL_SIZE + Long.parseLong(field.substring(1));
    byte[] bytes = new byte[256];
    int n = coffHeader.u32(8) == 0 ? 0 : file.read(at, bytes, 0, bytes.length);
    return n == 0 ? field : new Words(bytes, false).name(0, n);
  }

  private SymbolTable symbols() throws IOException {
    long at = coffHeader.u32(8);
    long bytes = coffHeader.u32(12) * SYMBOL_SIZE;
    if (at == 0 || bytes == 0) {
      return SymbolTable.empty();
    }
    // the strings follow, starting with their length; short names are inside the entries, so one
    // buffer has both
    file.require("the symbols", at, bytes + 4);
    long strings = file.words("the symbols' names", at + bytes, 4, false).u32(0);
    Words all = file.words("the symbols' names", at, bytes + Math.max(4, strings), false);
    return new SymbolTable(all, new CoffSymbols(all, (int) coffHeader.u32(12), addressBySection));
  }

  /** Entries of the symbol table. Auxiliary entries follow the entry they belong to. */
  private static final class CoffSymbols implements SymbolTable.Entries {
    private final Words table;
    private final int count;
    private final List<Long> addressBySection;
    private final BitSet auxiliary = new BitSet();

    CoffSymbols(Words table, int count, List<Long> addressBySection) {
      this.table = table;
      this.count = count;
      this.addressBySection = addressBySection;
      for (int i = 0; i < count; ) {
        int more = table.u8(i * SYMBOL_SIZE + 17);
        auxiliary.set(i + 1, i + 1 + more);
        i += 1 + more;
      }
    }

    @Override
    public int count() {
      return count;
    }

    private boolean isLong(int entry) {
      return table.u32(entry * SYMBOL_SIZE) == 0;
    }

    @Override
    public long nameOffset(int entry) {
      int section = section(entry);
      if (auxiliary.get(entry) || section < 1 || section > addressBySection.size()) {
        return NONE;
      }
      int at = entry * SYMBOL_SIZE;
      return isLong(entry) ? (long) count * SYMBOL_SIZE + table.u32(at + 4) : at;
    }

    @Override
    public int nameLimit(int entry) {
      return isLong(entry) ? Integer.MAX_VALUE : 8;
    }

    private int section(int entry) {
      return (short) table.u16(entry * SYMBOL_SIZE + 12);
    }

    @Override
    public long address(int entry) {
      return addressBySection.get(section(entry) - 1) + table.u32(entry * SYMBOL_SIZE + 8);
    }

    /** The format has no sizes. */
    @Override
    public long size(int entry) {
      return 0;
    }
  }
}
