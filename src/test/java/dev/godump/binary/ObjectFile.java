package dev.godump.binary;

import dev.godump.binary.file.Symbol;
import java.util.ArrayList;
import java.util.List;

/** Builds a tiny executable in any of the formats. */
public final class ObjectFile {
  /**
   * A section.
   *
   * @param address 0 if the section is not loaded
   * @param flags ELF flags, in addition to that of loaded sections
   * @param type ELF type: 1 for bytes, 4 for relocations with addends
   */
  record Part(String name, long address, byte[] bytes, long flags, int type) {}

  /** A section with the chained fixups of Mach-O files, which have a load command for it. */
  public static final String FIXUPS = ".fixups";

  private final boolean wide;
  private final boolean bigEndian;
  private final List<Part> parts = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();

  public ObjectFile(boolean wide, boolean bigEndian) {
    this.wide = wide;
    this.bigEndian = bigEndian;
  }

  boolean bigEndian() {
    return bigEndian;
  }

  int word() {
    return wide ? 8 : 4;
  }

  public ObjectFile section(String name, long address, byte[] bytes) {
    return section(name, address, bytes, 0, 1);
  }

  public ObjectFile section(String name, long address, byte[] bytes, long flags, int type) {
    parts.add(new Part(name, address, bytes, flags, type));
    return this;
  }

  ObjectFile symbol(String name, long address, long size) {
    symbols.add(new Symbol(name, address, size));
    return this;
  }

  /** Returns the file without the symbols and sections that {@code strip} removes. */
  public ObjectFile stripped() {
    ObjectFile other = new ObjectFile(wide, bigEndian);
    parts.stream().filter(p -> p.address != 0).forEach(other.parts::add);
    return other;
  }

  /** Writes ELF, with a segment for each loaded section, position-independent or not. */
  public byte[] elf(boolean independent) {
    int word = word();
    List<Part> all = new ArrayList<>(parts);
    if (!symbols.isEmpty()) {
      Bytes names = new Bytes(bigEndian).u8(0);
      Bytes table = new Bytes(bigEndian).raw(new byte[wide ? 24 : 16]);
      for (Symbol s : symbols) {
        long name = names.size();
        names.name(s.name());
        if (wide) {
          table.u32(name).u8(0x12, 0).u16(1).u64(s.address()).u64(s.size());
        } else {
          table.u32(name).u32(s.address()).u32(s.size()).u8(0x12, 0).u16(1);
        }
      }
      all.add(new Part(".symtab", 0, table.bytes(), 0, 2));
      all.add(new Part(".strtab", 0, names.bytes(), 0, 3));
    }
    Bytes names = new Bytes(bigEndian).u8(0);
    List<Integer> nameOffsets = new ArrayList<>();
    for (Part part : all) {
      nameOffsets.add(names.size());
      names.name(part.name);
    }
    nameOffsets.add(names.size());
    names.name(".shstrtab");
    all.add(new Part(".shstrtab", 0, names.bytes(), 0, 3));
    long loaded = all.stream().filter(p -> p.address != 0).count();
    int header = wide ? 64 : 52;
    int program = wide ? 56 : 32;
    int section = wide ? 64 : 40;
    long sectionsAt = header + loaded * program;
    long data = sectionsAt + (long) (all.size() + 1) * section;
    Bytes out = new Bytes(bigEndian);
    out.u8(0x7f, 'E', 'L', 'F', wide ? 2 : 1, bigEndian ? 2 : 1, 1).upTo(16);
    out.u16(independent ? 3 : 2).u16(wide ? (bigEndian ? 22 : 62) : bigEndian ? 8 : 3).u32(1);
    out.number(0, word).number(header, word).number(sectionsAt, word).u32(0);
    out.u16(header).u16(program).u16(loaded).u16(section).u16(all.size() + 1).u16(all.size());
    long at = data;
    for (Part part : all) {
      if (part.address != 0) {
        long n = part.bytes.length;
        if (wide) {
          out.u32(1).u32(4).u64(at).u64(part.address).u64(part.address).u64(n).u64(n).u64(1);
        } else {
          out.u32(1).u32(at).u32(part.address).u32(part.address).u32(n).u32(n).u32(4).u32(1);
        }
      }
      at += part.bytes.length;
    }
    out.raw(new byte[section]);
    at = data;
    for (int i = 0; i < all.size(); i++) {
      Part part = all.get(i);
      out.u32(nameOffsets.get(i))
          .u32(part.type)
          .number(part.flags | (part.address == 0 ? 0 : 2), word);
      out.number(part.address, word).number(at, word).number(part.bytes.length, word);
      out.u32(part.type == 2 ? i + 2 : 0).u32(0).number(1, word).number(0, word);
      at += part.bytes.length;
    }
    all.forEach(part -> out.raw(part.bytes));
    return out.bytes();
  }

  /** Writes Mach-O, with a segment for each section. */
  public byte[] mach() {
    int word = word();
    int segment = wide ? 72 : 56;
    int each = segment + (wide ? 80 : 68);
    int header = wide ? 32 : 28;
    Part fixups = parts.stream().filter(p -> p.name.equals(FIXUPS)).findFirst().orElse(null);
    int commands = parts.size() * each + 24 + (fixups == null ? 0 : 16);
    Bytes out = new Bytes(bigEndian);
    out.u32(wide ? 0xfeedfacfL : 0xfeedfaceL)
        .u32(wide ? 0x1000007 : 7)
        .u32(3)
        .u32(2)
        .u32(parts.size() + (fixups == null ? 1 : 2))
        .u32(commands)
        .u32(0);
    out.upTo(header);
    long at = (long) header + commands;
    if (fixups != null) {
      long start =
          at + parts.stream().limit(parts.indexOf(fixups)).mapToLong(p -> p.bytes.length).sum();
      out.u32(0x80000034L).u32(16).u32(start).u32(fixups.bytes.length);
    }
    for (Part part : parts) {
      String owner = part.address == 0 ? "__DWARF" : "__DATA";
      out.u32(wide ? 0x19 : 1).u32(each).field(owner, 16);
      out.number(part.address, word)
          .number(part.bytes.length, word)
          .number(at, word)
          .number(part.bytes.length, word);
      out.u32(7).u32(3).u32(1).u32(0);
      out.field(part.name.replaceFirst("^\\.", "__").replace('.', '_'), 16).field(owner, 16);
      out.number(part.address, word)
          .number(part.bytes.length, word)
          .u32(at)
          .u32(0)
          .u32(0)
          .u32(0)
          .u32(0)
          .u32(0)
          .u32(0);
      if (wide) {
        out.u32(0);
      }
      at += part.bytes.length;
    }
    Bytes names = new Bytes(bigEndian).u8(0);
    Bytes table = new Bytes(bigEndian);
    for (Symbol s : symbols) {
      table.u32(names.size()).u8(0xe, 1).u16(0).number(s.address(), word);
      names.name("_" + s.name());
    }
    out.u32(2).u32(24).u32(at).u32(symbols.size()).u32(at + table.size()).u32(names.size());
    parts.forEach(part -> out.raw(part.bytes));
    return out.raw(table.bytes()).raw(names.bytes()).bytes();
  }

  /** Writes a fat file with a program for another machine and this one. */
  public byte[] fat() {
    byte[] self = mach();
    Bytes out = new Bytes(true).u32(0xcafebabeL).u32(2);
    out.u32(0x100000c).u32(0).u32(48).u32(0).u32(0);
    out.u32(wide ? 0x1000007 : 7).u32(0).u32(48).u32(self.length).u32(0);
    return out.raw(self).bytes();
  }

  /** Writes PE at an image base, with symbols and long names. */
  public byte[] pe(long base) {
    Bytes strings = new Bytes(false);
    Bytes headers = new Bytes(false);
    int optional = 32;
    long at = 64 + 24 + optional + 40L * parts.size();
    for (Part part : parts) {
      String name = part.name;
      if (name.length() > 8) {
        int offset = 4 + strings.size();
        strings.name(name);
        name = "/" + offset;
      }
      boolean loaded = part.address != 0;
      headers
          .field(name, 8)
          .u32(part.bytes.length)
          .u32(loaded ? part.address - base : 0)
          .u32(part.bytes.length)
          .u32(at);
      headers.u32(0).u32(0).u16(0).u16(0).u32(loaded ? 0x40 : 0x02000040);
      at += part.bytes.length;
    }
    Bytes table = new Bytes(false);
    int count = 0;
    for (Symbol s : symbols) {
      int section = 1;
      while (!holds(parts.get(section - 1), s.address())) {
        section++;
      }
      if (s.name().length() > 8) {
        table.u32(0).u32(4 + strings.size());
        strings.name(s.name());
      } else {
        table.field(s.name(), 8);
      }
      // with an auxiliary entry
      table
          .u32(s.address() - parts.get(section - 1).address)
          .u16(section)
          .u16(0)
          .u8(2, 1)
          .raw(new byte[18]);
      count += 2;
    }
    Bytes out = new Bytes(false).u8('M', 'Z').upTo(60).u32(64).u8('P', 'E', 0, 0);
    out.u16(wide ? 0x8664 : 0x14c).u16(parts.size()).u32(0).u32(at).u32(count).u16(optional).u16(2);
    out.u16(wide ? 0x20b : 0x10b)
        .upTo(64 + 24 + (wide ? 24 : 28))
        .number(base, word())
        .upTo(64 + 24 + optional);
    out.raw(headers.bytes());
    parts.forEach(part -> out.raw(part.bytes));
    return out.raw(table.bytes()).u32(4 + strings.size()).raw(strings.bytes()).bytes();
  }

  private static boolean holds(Part part, long address) {
    return part.address != 0
        && address >= part.address
        && address < part.address + part.bytes.length;
  }
}
