package dev.godump.binary.file;

import dev.godump.binary.file.LoadedRanges.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * The headers of a Windows executable (PE, COFF), 32 and 64 bit, always little-endian. Addresses
 * are those at the preferred image base.
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

  /** The address of each section, those that aren't loaded, too; symbols count from there. */
  private final List<Long> addressBySection = new ArrayList<>();

  private PeFile(FileBytes file, long start, Words coffHeader) {
    this.file = file;
    this.coffOffset = start;
    this.coffHeader = coffHeader;
  }

  /** Reads the headers of a file that starts with MZ. */
  static ProgramFile.Headers read(FileBytes file) throws IOException {
    long start = file.words("the DOS header", 0, 64, false).u32(60);
    Words magic = file.words("the PE header", start, 4 + COFF_HEADER_SIZE, false);
    if (magic.u32(0) != 0x4550) {
      throw file.error(start, "this is a DOS program, not a Windows executable");
    }
    return new PeFile(
            file, start + 4, file.words("the PE header", start + 4, COFF_HEADER_SIZE, false))
        .headers();
  }

  private ProgramFile.Headers headers() throws IOException {
    int optionalHeaderSize = coffHeader.u16(16);
    Words more =
        file.words("the optional header", coffOffset + COFF_HEADER_SIZE, optionalHeaderSize, false);
    boolean is64Bit = optionalHeaderSize >= 32 && more.u16(0) == 0x20b;
    if (optionalHeaderSize < 32 || !is64Bit && more.u16(0) != 0x10b) {
      throw file.error(
          coffOffset + COFF_HEADER_SIZE,
          "this is an object file, not an executable, or it is damaged");
    }
    readSections(
        is64Bit ? more.u64(24) : more.u32(28), coffOffset + COFF_HEADER_SIZE + optionalHeaderSize);
    return new ProgramFile.Headers(
        file,
        is64Bit ? 8 : 4,
        false,
        architecture(coffHeader.u16(0)),
        List.copyOf(sections),
        Collections.nCopies(sections.size(), false),
        LoadedRanges.of(ranges),
        this::symbols,
        () -> Relocations.NONE,
        () -> Relocations.NONE);
  }

  private static String architecture(int machine) {
    return switch (machine) {
      case 0x14c -> "386";
      case 0x1c0, 0x1c4 -> "arm";
      case 0x8664 -> "amd64";
      case 0xaa64 -> "arm64";
      default -> null;
    };
  }

  private void readSections(long imageBase, long at) throws IOException {
    int count = coffHeader.u16(2);
    Words headers =
        file.words("the section headers", at, (long) count * SECTION_HEADER_SIZE, false);
    for (int i = 0; i < count; i++) {
      int h = i * SECTION_HEADER_SIZE;
      String name = sectionName(headers.name(h, 8));
      long virtualSize = headers.u32(h + 8);
      long raw = headers.u32(h + 16);
      long offset = headers.u32(h + 20);
      // raw sizes are rounded up to the file's alignment
      long stored = offset == 0 ? 0 : virtualSize == 0 ? raw : Math.min(raw, virtualSize);
      file.require("the section " + name, offset, stored);
      long address = imageBase + headers.u32(h + 12);
      boolean loaded = (headers.u32(h + 36) & DISCARDABLE) == 0;
      addressBySection.add(address);
      sections.add(
          new Section(name, loaded ? address : 0, Math.max(virtualSize, stored), offset, stored));
      if (loaded) {
        ranges.add(new Range(address, offset, stored));
      }
    }
  }

  /** A name of more than 8 bytes is in the strings behind the symbols: {@code /123}. */
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
    // the strings follow, their length first; names in entries are found in the same bytes
    file.require("the symbols", at, bytes + 4);
    long strings = file.words("the symbols' names", at + bytes, 4, false).u32(0);
    Words all = file.words("the symbols' names", at, bytes + Math.max(4, strings), false);
    return new SymbolTable(all, new CoffSymbols(all, (int) coffHeader.u32(12), addressBySection));
  }

  /** Entries of the symbol table, followed by what belongs to them in entries of their own. */
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
        return -1;
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

    /** The format doesn't say. */
    @Override
    public long size(int entry) {
      return 0;
    }
  }
}
