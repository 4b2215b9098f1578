package dev.godump.binary.file;

import dev.godump.binary.file.LoadedRanges.Range;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The headers of an ELF executable or shared library (System V ABI, chapters 4 and 5), 32 and 64
 * bit, of either byte order.
 */
final class ElfFile {
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_NOBITS = 8;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_COMPRESSED = 0x800;
  private static final int PT_LOAD = 1;
  private static final int SHN_XINDEX = 0xffff;
  private static final int MOST_HEADERS = 1 << 16;
  private static final int LONGEST_NAME = 1 << 12;

  private final FileBytes file;
  private final Words head;
  private final boolean wide;
  private final boolean bigEndian;
  private final List<ElfSection> sections = new ArrayList<>();

  /** A section header. */
  record ElfSection(Section section, long type, long flags, int link) {
    boolean loaded() {
      return (flags & SHF_ALLOC) != 0;
    }
  }

  private ElfFile(FileBytes file, Words head, boolean wide, boolean bigEndian) {
    this.file = file;
    this.head = head;
    this.wide = wide;
    this.bigEndian = bigEndian;
  }

  /** Reads the headers of a file that starts with the ELF magic. */
  static ProgramFile.Layout read(FileBytes file) throws IOException {
    byte[] ident = file.bytes("the ELF header", 0, 16);
    boolean wide = ident[4] == 2;
    boolean bigEndian = ident[5] == 2;
    if (ident[4] != 1 && !wide || ident[5] != 1 && !bigEndian) {
      throw file.error(4, "the ELF header is damaged: no class or byte order of its own");
    }
    Words head = file.words("the ELF header", 0, wide ? 64 : 52, bigEndian);
    return new ElfFile(file, head, wide, bigEndian).layout();
  }

  private ProgramFile.Layout layout() throws IOException {
    int type = head.u16(16);
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
    List<Range> ranges = ranges();
    LoadedRanges loaded = LoadedRanges.of(ranges);
    if (all.isEmpty()) {
      // section headers can be stripped, too; what is loaded is then all that is known
      all =
          ranges.stream()
              .map(r -> new Section("", r.address(), r.length(), r.offset(), r.length()))
              .toList();
      compressed = Collections.nCopies(all.size(), false);
    }
    int machine = head.u16(18);
    boolean relocatable = type == 3;
    return new ProgramFile.Layout(
        file,
        wide ? 8 : 4,
        bigEndian,
        architecture(machine),
        all,
        compressed,
        loaded,
        this::symbols,
        () -> relocatable ? relocations(loaded, machine).others(sections) : Relocations.NONE,
        () -> relocatable ? relocations(loaded, machine).all(sections) : Relocations.NONE);
  }

  private ElfRelocations relocations(LoadedRanges loaded, int machine) {
    return new ElfRelocations(file, loaded, machine, wide, bigEndian);
  }

  private String architecture(int machine) {
    return switch (machine) {
      case 3 -> "386";
      case 8 -> (wide ? "mips64" : "mips") + (bigEndian ? "" : "le");
      case 21 -> bigEndian ? "ppc64" : "ppc64le";
      case 22 -> "s390x";
      case 40 -> "arm";
      case 43 -> "sparc64";
      case 62 -> "amd64";
      case 183 -> "arm64";
      case 243 -> wide ? "riscv64" : "riscv";
      case 258 -> "loong64";
      default -> null;
    };
  }

  private void readSections() throws IOException {
    long at = wide ? head.u64(40) : head.u32(32);
    int size = head.u16(wide ? 58 : 46);
    long count = head.u16(wide ? 60 : 48);
    int names = head.u16(wide ? 62 : 50);
    if (at == 0) {
      return;
    }
    requireEntrySize("section", size, wide ? 64 : 40);
    if (count == 0 || names == SHN_XINDEX) {
      // more than fit 16 bits: the numbers are in the first header
      Words first = file.words("the first section header", at, size, bigEndian);
      count = count == 0 ? word(first, 0, 32, 20) : count;
      names = names == SHN_XINDEX ? (int) first.u32(wide ? 40 : 24) : names;
    }
    if (count < 0 || count > MOST_HEADERS) {
      throw file.error(
          Math.max(at, 0),
          "the ELF header is damaged: " + Long.toUnsignedString(count) + " section headers");
    }
    Words headers = file.words("the section headers", at, count * size, bigEndian);
    Words strings = new Words(new byte[0], bigEndian);
    if (names > 0 && names < count) {
      long offset = word(headers, names * size, 24, 16);
      strings =
          file.words("the section names", offset, word(headers, names * size, 32, 20), bigEndian);
    }
    for (int i = 0; i < count; i++) {
      sections.add(section(headers, i * size, strings));
    }
  }

  private ElfSection section(Words headers, int at, Words strings) throws ExecutableException {
    long nameAt = headers.u32(at);
    String name = nameAt < strings.length() ? strings.name((int) nameAt, LONGEST_NAME) : "";
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
        section, type, word(headers, at, 8, 8), (int) headers.u32(at + (wide ? 40 : 24)));
  }

  private List<Range> ranges() throws IOException {
    long at = wide ? head.u64(32) : head.u32(28);
    int size = head.u16(wide ? 54 : 42);
    int count = head.u16(wide ? 56 : 44);
    List<Range> ranges = new ArrayList<>();
    if (at != 0 && count != 0) {
      requireEntrySize("program", size, wide ? 56 : 32);
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
        if (s.loaded()) {
          ranges.add(new Range(s.section.address(), s.section.offset(), s.section.stored()));
        }
      }
    }
    return ranges;
  }

  private SymbolTable symbols() throws IOException {
    for (ElfSection s : sections) {
      if (s.type == SHT_SYMTAB && s.link > 0 && s.link < sections.size()) {
        Section names = sections.get(s.link).section;
        return new SymbolTable(
            file.words("the symbols' names", names.offset(), names.stored(), bigEndian),
            new ElfSymbols(
                file.words("the symbols", s.section.offset(), s.section.stored(), bigEndian),
                wide));
      }
    }
    return SymbolTable.none();
  }

  /** Entries of the symbol table (Elf32_Sym, Elf64_Sym). */
  private record ElfSymbols(Words table, boolean wide) implements SymbolTable.Entries {
    private static final int SHN_ABS = 0xfff1;

    @Override
    public int count() {
      return table.length() / entrySize();
    }

    private int entrySize() {
      return wide ? 24 : 16;
    }

    @Override
    public long name(int entry) {
      int at = entry * entrySize();
      int kind = table.u8(at + (wide ? 4 : 12)) & 0xf;
      int section = table.u16(at + (wide ? 6 : 14));
      boolean loaded = kind <= 2 && section != 0 && section != SHN_ABS;
      long name = table.u32(at);
      return loaded && name != 0 ? name : -1;
    }

    @Override
    public int nameLimit(int entry) {
      return Integer.MAX_VALUE;
    }

    @Override
    public long address(int entry) {
      return wide ? table.u64(entry * 24 + 8) : table.u32(entry * 16 + 4);
    }

    @Override
    public long size(int entry) {
      return wide ? table.u64(entry * 24 + 16) : table.u32(entry * 16 + 8);
    }
  }

  private void requireEntrySize(String what, int size, int least) throws ExecutableException {
    if (size < least) {
      throw file.error(0, "the ELF header is damaged: " + what + " headers of " + size + " bytes");
    }
  }

  /** A number that lies at one offset in a 64-bit header and at another in a 32-bit one. */
  private long word(Words words, int at, int wideOffset, int narrowOffset) {
    return wide ? words.u64(at + wideOffset) : words.u32(at + narrowOffset);
  }
}
