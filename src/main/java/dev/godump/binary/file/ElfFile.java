package dev.godump.binary.file;

import dev.godump.binary.file.LoadedRanges.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the headers of an ELF executable or shared library (System V ABI, chapters 4 and 5), 32 and
 * 64 bit, in either byte order.
 */
final class ElfFile {
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_NOBITS = 8;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_COMPRESSED = 0x800;
  private static final int PT_LOAD = 1;
  private static final int SHN_XINDEX = 0xffff;
  private static final int MAX_HEADERS = 1 << 16;
  private static final int MAX_NAME_LENGTH = 1 << 12;

  private final FileBytes file;
  private final Words header;
  private final boolean is64Bit;
  private final boolean bigEndian;
  private final List<ElfSection> sections = new ArrayList<>();

  /** A section header. {@code link} is the index of a related section. */
  record ElfSection(Section section, long type, long flags, int link) {
    boolean isLoaded() {
      return (flags & SHF_ALLOC) != 0;
    }
  }

  private ElfFile(FileBytes file, Words header, boolean is64Bit, boolean bigEndian) {
    this.file = file;
    this.header = header;
    this.is64Bit = is64Bit;
    this.bigEndian = bigEndian;
  }

  /** Reads the headers of a file that starts with the ELF magic. */
  static ProgramFile.Headers read(FileBytes file) throws IOException {
    byte[] ident = file.bytes("the ELF header", 0, 16);
    boolean is64Bit = ident[4] == 2;
    boolean bigEndian = ident[5] == 2;
    if ((ident[4] != 1 && !is64Bit) || (ident[5] != 1 && !bigEndian)) {
      throw file.error(4, "the ELF header is damaged: no class or byte order of its own");
    }
    Words header = file.words("the ELF header", 0, is64Bit ? 64 : 52, bigEndian);
    return new ElfFile(file, header, is64Bit, bigEndian).headers();
  }

  private ProgramFile.Headers headers() throws IOException {
    int type = header.u16(16);
    if (type != 2 && type != 3) {
      throw file.error(
          16,
          switch (type) {
            case 1 ->
                "this is an object file, not an executable: give the program that was linked from it";
            case 4 -> "this is a core file, not an executable: give the program that left it";
            default -> "this is an ELF file of type " + type + ", not an executable";
          });
    }
    readSections();
    List<Section> all = sections.stream().map(ElfSection::section).toList();
    List<Boolean> compressed = sections.stream().map(s -> (s.flags & SHF_COMPRESSED) != 0).toList();
    List<Range> ranges = loadedRanges();
    LoadedRanges loaded = LoadedRanges.of(ranges);
    if (all.isEmpty()) {
      // section headers can be stripped as well; then only the loaded ranges are known
      all =
          ranges.stream()
              .map(r -> new Section("", r.address(), r.length(), r.offset(), r.length()))
              .toList();
      compressed = Collections.nCopies(all.size(), false);
    }
    int machine = header.u16(18);
    boolean relocatable = type == 3;
    return new ProgramFile.Headers(
        file,
        is64Bit ? 8 : 4,
        bigEndian,
        architecture(machine),
        word(header, 0, 24, 24),
        all,
        compressed,
        loaded,
        this::symbols,
        () -> relocatable ? relocations(loaded, machine).differing(sections) : Relocations.NONE,
        () -> relocatable ? relocations(loaded, machine).all(sections) : Relocations.NONE);
  }

  private ElfRelocations relocations(LoadedRanges loaded, int machine) {
    return new ElfRelocations(file, loaded, machine, is64Bit, bigEndian);
  }

  private @Nullable String architecture(int machine) {
    return switch (machine) {
      case 3 -> "386";
      case 8 -> (is64Bit ? "mips64" : "mips") + (bigEndian ? "" : "le");
      case 21 -> bigEndian ? "ppc64" : "ppc64le";
      case 22 -> "s390x";
      case 40 -> "arm";
      case 43 -> "sparc64";
      case 62 -> "amd64";
      case 183 -> "arm64";
      case 243 -> is64Bit ? "riscv64" : "riscv";
      case 258 -> "loong64";
      default -> null;
    };
  }

  private void readSections() throws IOException {
    long at = is64Bit ? header.u64(40) : header.u32(32);
    int size = header.u16(is64Bit ? 58 : 46);
    long count = header.u16(is64Bit ? 60 : 48);
    int nameSection = header.u16(is64Bit ? 62 : 50);
    if (at == 0) {
      return;
    }
    requireEntrySize("section", size, is64Bit ? 64 : 40);
    if (count == 0 || nameSection == SHN_XINDEX) {
      // too many for 16 bits: the first header has the numbers
      Words first = file.words("the first section header", at, size, bigEndian);
      count = count == 0 ? word(first, 0, 32, 20) : count;
      nameSection = nameSection == SHN_XINDEX ? (int) first.u32(is64Bit ? 40 : 24) : nameSection;
    }
    if (count < 0 || count > MAX_HEADERS) {
      throw file.error(
          Math.max(at, 0),
          "the ELF header is damaged: " + Long.toUnsignedString(count) + " section headers");
    }
    Words headers = file.words("the section headers", at, count * size, bigEndian);
    Words names = new Words(new byte[0], bigEndian);
    if (nameSection > 0 && nameSection < count) {
      long offset = word(headers, nameSection * size, 24, 16);
      names =
          file.words(
              "the section names", offset, word(headers, nameSection * size, 32, 20), bigEndian);
    }
    for (int i = 0; i < count; i++) {
      sections.add(section(headers, i * size, names));
    }
  }

  private ElfSection section(Words headers, int at, Words names) throws ExecutableException {
    long nameOffset = headers.u32(at);
    String name = nameOffset < names.length() ? names.name((int) nameOffset, MAX_NAME_LENGTH) : "";
    long type = headers.u32(at + 4);
    long offset = word(headers, at, 24, 16);
    long size = word(headers, at, 32, 20);
    boolean stored = type != SHT_NOBITS && type != 0;
    if (stored) {
      file.require("the section " + name, offset, size);
    }
    Section section =
        new Section(
            name,
            word(headers, at, 16, 12),
            type == 0 ? 0 : size,
            stored ? offset : 0,
            stored ? size : 0);
    return new ElfSection(
        section, type, word(headers, at, 8, 8), (int) headers.u32(at + (is64Bit ? 40 : 24)));
  }

  private List<Range> loadedRanges() throws IOException {
    long at = is64Bit ? header.u64(32) : header.u32(28);
    int size = header.u16(is64Bit ? 54 : 42);
    int count = header.u16(is64Bit ? 56 : 44);
    List<Range> ranges = new ArrayList<>();
    if (at != 0 && count != 0) {
      requireEntrySize("program", size, is64Bit ? 56 : 32);
      Words headers = file.words("the program headers", at, (long) count * size, bigEndian);
      for (int i = 0; i < count; i++) {
        int p = i * size;
        if (headers.u32(p) == PT_LOAD) {
          long offset = word(headers, p, 8, 4);
          long length = word(headers, p, 32, 16);
          file.require("a segment to load", offset, length);
          ranges.add(new Range(word(headers, p, 16, 8), offset, length));
        }
      }
    }
    if (ranges.isEmpty()) {
      for (ElfSection s : sections) {
        if (s.isLoaded()) {
          ranges.add(new Range(s.section.address(), s.section.offset(), s.section.stored()));
        }
      }
    }
    return ranges;
  }

  private SymbolTable symbols() throws IOException {
    for (ElfSection s : sections) {
      if (s.type == SHT_SYMTAB && s.link > 0 && s.link < sections.size()) {
        Section nameSection = sections.get(s.link).section;
        return new SymbolTable(
            file.words("the symbols' names", nameSection.offset(), nameSection.stored(), bigEndian),
            new ElfSymbols(
                file.words("the symbols", s.section.offset(), s.section.stored(), bigEndian),
                is64Bit));
      }
    }
    return SymbolTable.empty();
  }

  /** Entries of the symbol table (Elf32_Sym, Elf64_Sym). */
  private record ElfSymbols(Words table, boolean is64Bit) implements SymbolTable.Entries {
    private static final int SHN_ABS = 0xfff1;

    @Override
    public int count() {
      return table.length() / entrySize();
    }

    private int entrySize() {
      return is64Bit ? 24 : 16;
    }

    @Override
    public long nameOffset(int entry) {
      int at = entry * entrySize();
      int kind = table.u8(at + (is64Bit ? 4 : 12)) & 0xf;
      int section = table.u16(at + (is64Bit ? 6 : 14));
      boolean loaded = kind <= 2 && section != 0 && section != SHN_ABS;
      long name = table.u32(at);
      return loaded && name != 0 ? name : NONE;
    }

    @Override
    public int nameLimit(int entry) {
      return Integer.MAX_VALUE;
    }

    @Override
    public long address(int entry) {
      return is64Bit ? table.u64(entry * 24 + 8) : table.u32(entry * 16 + 4);
    }

    @Override
    public long size(int entry) {
      return is64Bit ? table.u64(entry * 24 + 16) : table.u32(entry * 16 + 8);
    }
  }

  private void requireEntrySize(String what, int size, int least) throws ExecutableException {
    if (size < least) {
      throw file.error(0, "the ELF header is damaged: " + what + " headers of " + size + " bytes");
    }
  }

  /** Reads a number at its offset in 64-bit headers or its offset in 32-bit headers. */
  private long word(Words words, int at, int offset64, int offset32) {
    return is64Bit ? words.u64(at + offset64) : words.u32(at + offset32);
  }
}
