package dev.godump.binary.dwarf;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The units of .debug_info by offset. The constructor reads only their lengths; headers are read on
 * demand. Not thread-safe.
 */
final class Units {
  private static final int MAX_UNITS = 1 << 20;
  private static final long LENGTH_OF_8_BYTES = 0xffffffffL;
  private static final long RESERVED_LENGTHS = 0xfffffff0L;
  private static final int COMPILE_UNIT = 1;
  private static final int PARTIAL_UNIT = 3;

  private final Sections sections;
  private final Warnings warnings;
  private final IntArrayList unitStarts = new IntArrayList();
  private final @Nullable Unit[] units;
  private final Long2ObjectOpenHashMap<Abbreviations> abbreviationsByKey =
      new Long2ObjectOpenHashMap<>();

  /** Bounds the work on overlapping tables: undamaged ones are read once. */
  private long remainingAbbreviationBytes;

  Units(Sections sections, Warnings warnings) {
    this.sections = sections;
    this.warnings = warnings;
    this.remainingAbbreviationBytes = 2L * sections.shared("abbrev").length() + 1024;
    try {
      scan(sections.open("info"));
    } catch (DwarfException e) {
      warnings.add(e);
    }
    units = new Unit[unitStarts.size()];
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
      if (unitStarts.size() == MAX_UNITS) {
        throw in.damaged("more than " + MAX_UNITS + " units");
      }
      in.skip(length);
      unitStarts.add(start);
    }
  }

  int count() {
    return unitStarts.size();
  }

  /** Returns the unit that contains an offset of .debug_info. */
  Unit unitAt(long offset) {
    int low = 0;
    int high = unitStarts.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (unitStarts.getInt(middle) <= offset) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Unit unit = high < 0 ? null : get(low);
    if (unit == null || !unit.contains(offset)) {
      throw new DwarfException("info", offset, "no entry can be here");
    }
    return unit;
  }

  /**
   * Returns the unit at an index, or null for kinds of units that Go doesn't write and that contain
   * no types.
   */
  @Nullable Unit get(int index) {
    if (units[index] == null) {
      units[index] = read(unitStarts.getInt(index));
    }
    return units[index];
  }

  private @Nullable Unit read(int start) {
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
        new Unit(
            start,
            in.position(),
            end,
            format,
            abbreviationsAt(abbreviations, format),
            Unit.Bases.NONE);
    return unit.withBases(readBases(unit));
  }

  private Abbreviations abbreviationsAt(long offset, UnitFormat format) {
    long key = offset << 16 ^ (format.hashCode() & 0xffff);
    Abbreviations table = abbreviationsByKey.get(key);
    if (table == null) {
      SectionReader in = sections.shared("abbrev").seek(offset);
      if (remainingAbbreviationBytes <= 0) {
        throw in.damaged("tables overlap");
      }
      table = new Abbreviations(in, format);
      remainingAbbreviationBytes -= in.position() - offset;
      abbreviationsByKey.put(key, table);
    }
    return table;
  }

  private Unit.Bases readBases(Unit unit) {
    if (unit.firstEntry() >= unit.end()) {
      return Unit.Bases.NONE;
    }
    try {
      EntryCursor first = new EntryCursor(sections, this);
      if (!first.moveTo(unit, unit.firstEntry())) {
        return Unit.Bases.NONE;
      }
      Unit.Bases bases =
          new Unit.Bases(
              0,
              first.number(Attribute.ADDR_BASE, EntryCursor.NONE),
              first.number(Attribute.STR_OFFSETS_BASE, EntryCursor.NONE),
              first.number(Attribute.RNGLISTS_BASE, EntryCursor.NONE),
              first.number(Attribute.LOCLISTS_BASE, EntryCursor.NONE));
      first.moveTo(unit.withBases(bases), unit.firstEntry());
      long lowPc = first.has(Attribute.LOW_PC) ? first.address(Attribute.LOW_PC) : 0;
      return new Unit.Bases(
          lowPc,
          bases.addrBase(),
          bases.strOffsetsBase(),
          bases.rnglistsBase(),
          bases.loclistsBase());
    } catch (DwarfException e) {
      warnings.add(e);
      return Unit.Bases.NONE;
    }
  }
}
