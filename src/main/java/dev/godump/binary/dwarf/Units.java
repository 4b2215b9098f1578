package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;

/** The units of .debug_info by offset. Only their lengths are looked at before one is asked for. */
final class Units {
  private static final int MOST = 1 << 20;
  private static final long LENGTH_OF_8_BYTES = 0xffffffffL;
  private static final long RESERVED_LENGTHS = 0xfffffff0L;
  private static final int COMPILE_UNIT = 1;
  private static final int PARTIAL_UNIT = 3;

  private final Sections sections;
  private final Warnings warnings;
  private final IntArrayList starts = new IntArrayList();
  private final Unit[] units;
  private final Long2ObjectOpenHashMap<Abbreviations> tables = new Long2ObjectOpenHashMap<>();

  /** Overlapping tables could be read over and over; honest ones are read once. */
  private long abbreviationBytes;

  Units(Sections sections, Warnings warnings) {
    this.sections = sections;
    this.warnings = warnings;
    this.abbreviationBytes = 2L * sections.shared("abbrev").length() + 1024;
    try {
      scan(sections.open("info"));
    } catch (DwarfException e) {
      warnings.add(e);
    }
    units = new Unit[starts.size()];
  }

  private void scan(SectionReader in) {
    while (in.position() < in.length()) {
      int start = in.position();
      long length = in.u32();
      if (length == LENGTH_OF_8_BYTES) {
        length = in.u64();
      } else if (length >= RESERVED_LENGTHS) {
        throw in.damaged("a unit of reserved length");
      }
      if (length < 0 || length > in.length() - in.position()) {
        throw in.damaged("a unit of " + Long.toUnsignedString(length) + " bytes goes past the end");
      }
      if (starts.size() == MOST) {
        throw in.damaged("more than " + MOST + " units");
      }
      in.skip(length);
      starts.add(start);
    }
  }

  int count() {
    return starts.size();
  }

  /** The unit that an offset of .debug_info lies in. */
  Unit holding(long offset) {
    int low = 0;
    int high = starts.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts.getInt(middle) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Unit unit = high < 0 ? null : get(low);
    if (unit == null || !unit.holds(offset)) {
      throw new DwarfException("info", offset, "no entry can be here");
    }
    return unit;
  }

  /** A unit by its number; null if it is of a sort that Go doesn't write and no type lies in. */
  Unit get(int number) {
    if (units[number] == null) {
      units[number] = read(starts.getInt(number));
    }
    return units[number];
  }

  private Unit read(int start) {
    SectionReader in = sections.open("info").seek(start);
    long length = in.u32();
    int offsetSize = 4;
    if (length == LENGTH_OF_8_BYTES) {
      length = in.u64();
      offsetSize = 8;
    }
    int end = (int) (in.position() + length);
    int version = in.u16();
    long abbreviations;
    int addressSize;
    if (version == 5) {
      int type = in.u8();
      addressSize = in.u8();
      abbreviations = in.unsigned(offsetSize);
      if (type != COMPILE_UNIT && type != PARTIAL_UNIT) {
        return null;
      }
    } else if (version >= 2 && version <= 4) {
      abbreviations = in.unsigned(offsetSize);
      addressSize = in.u8();
    } else {
      throw in.damaged("a unit of DWARF version " + version);
    }
    if (addressSize != 4 && addressSize != 8) {
      throw in.damaged("a unit with addresses of " + addressSize + " bytes");
    }
    UnitFormat format = new UnitFormat(version, addressSize, offsetSize);
    Unit unit =
        new Unit(start, in.position(), end, format, table(abbreviations, format), Unit.Bases.NONE);
    return unit.with(bases(unit));
  }

  private Abbreviations table(long offset, UnitFormat format) {
    long key = offset << 16 ^ format.hashCode() & 0xffff;
    Abbreviations table = tables.get(key);
    if (table == null) {
      SectionReader in = sections.shared("abbrev").seek(offset);
      if (abbreviationBytes <= 0) {
        throw in.damaged("tables overlap");
      }
      table = new Abbreviations(in, format);
      abbreviationBytes -= in.position() - offset;
      tables.put(key, table);
    }
    return table;
  }

  private Unit.Bases bases(Unit unit) {
    if (unit.entries() >= unit.end()) {
      return Unit.Bases.NONE;
    }
    try {
      Entry first = new Entry(sections, this);
      if (!first.at(unit, unit.entries())) {
        return Unit.Bases.NONE;
      }
      Unit.Bases bases =
          new Unit.Bases(
              0,
              first.number(Attribute.ADDR_BASE, -1),
              first.number(Attribute.STR_OFFSETS_BASE, -1),
              first.number(Attribute.RNGLISTS_BASE, -1),
              first.number(Attribute.LOCLISTS_BASE, -1));
      first.at(unit.with(bases), unit.entries());
      long lowPc = first.has(Attribute.LOW_PC) ? first.address(Attribute.LOW_PC) : 0;
      return new Unit.Bases(
          lowPc, bases.addresses(), bases.texts(), bases.rangeLists(), bases.locationLists());
    } catch (DwarfException e) {
      warnings.add(e);
      return Unit.Bases.NONE;
    }
  }
}
