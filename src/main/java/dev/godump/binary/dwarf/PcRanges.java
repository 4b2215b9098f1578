package dev.godump.binary.dwarf;

import dev.godump.binary.dwarf.RangeListReader.Content;

/**
 * Determines whether the code of an entry contains a pc, from DW_AT_low_pc and DW_AT_high_pc or
 * from a list in .debug_ranges (up to DWARF 4) or .debug_rnglists (DWARF 5).
 */
final class PcRanges {
  private final Sections sections;
  private final WorkBudget budget;

  PcRanges(Sections sections, WorkBudget budget) {
    this.sections = sections;
    this.budget = budget;
  }

  /** Reports whether the code of an entry contains {@code pc}; true if the entry states no code. */
  boolean contain(EntryCursor entry, long pc) {
    if (entry.has(Attribute.LOW_PC)) {
      long low = entry.address(Attribute.LOW_PC);
      return contains(low, entry.highPc(low), pc);
    } else if (!entry.has(Attribute.RANGES)) {
      return true;
    }
    Unit unit = entry.unit();
    String section = unit.format().version() < 5 ? "ranges" : "rnglists";
    long offset =
        entry.listOffset(Attribute.RANGES, section, unit.bases().rnglistsBase(), Form.RNGLISTX);
    if (offset < 0) {
      return false;
    }
    SectionReader in = sections.open(section).seek(offset);
    RangeListReader list = new RangeListReader(in, entry, Content.RANGES, budget);
    while (list.next()) {
      if (list.contains(pc)) {
        return true;
      }
    }
    return false;
  }

  /** Reports whether a half-open range of addresses contains {@code pc}. All are unsigned. */
  static boolean contains(long low, long high, long pc) {
    return Long.compareUnsigned(low, pc) <= 0 && Long.compareUnsigned(pc, high) < 0;
  }
}
