package dev.godump.binary.dwarf;

/**
 * Whether an entry's code holds a pc: DW_AT_low_pc and DW_AT_high_pc, or a list in .debug_ranges
 * (up to DWARF 4) or .debug_rnglists (DWARF 5, section 2.17.3).
 */
final class PcRanges {
  private static final int END = 0;
  private static final int BASE_INDEX = 1;
  private static final int START_INDEX_END_INDEX = 2;
  private static final int START_INDEX_LENGTH = 3;
  private static final int OFFSET_PAIR = 4;
  private static final int BASE_ADDRESS = 5;
  private static final int START_END = 6;
  private static final int START_LENGTH = 7;

  private final Sections sections;
  private final WorkBudget budget;

  PcRanges(Sections sections, WorkBudget work) {
    this.sections = sections;
    this.budget = work;
  }

  /** Whether the code of an entry holds {@code pc}; so does code that isn't said to be anywhere. */
  boolean contain(EntryCursor entry, long pc) {
    if (entry.has(Attribute.LOW_PC)) {
      long low = entry.address(Attribute.LOW_PC);
      return inside(pc, low, entry.highPc(low));
    } else if (!entry.has(Attribute.RANGES)) {
      return true;
    }
    Unit unit = entry.unit();
    String section = unit.format().version() < 5 ? "ranges" : "rnglists";
    long list =
        entry.listOffset(Attribute.RANGES, section, unit.bases().rnglistsBase(), Form.RNGLISTX);
    if (list < 0) {
      return false;
    }
    SectionReader in = sections.open(section).seek(list);
    return unit.format().version() < 5 ? pairs(in, unit, pc) : list(in, entry, pc);
  }

  private static boolean inside(long pc, long low, long high) {
    return Long.compareUnsigned(low, pc) <= 0 && Long.compareUnsigned(pc, high) < 0;
  }

  private boolean pairs(SectionReader in, Unit unit, long pc) {
    int size = unit.format().addressSize();
    long highest = size == 8 ? -1L : 0xffffffffL;
    long base = unit.bases().lowPc();
    while (true) {
      budget.spend(1);
      long low = in.unsigned(size);
      long high = in.unsigned(size);
      if (low == 0 && high == 0) {
        return false;
      } else if (low == highest) {
        base = high;
      } else if (inside(pc, base + low, base + high)) {
        return true;
      }
    }
  }

  private boolean list(SectionReader in, EntryCursor entry, long pc) {
    int size = entry.unit().format().addressSize();
    long base = entry.unit().bases().lowPc();
    while (true) {
      budget.spend(1);
      long low;
      long high;
      int kind = in.u8();
      switch (kind) {
        case END -> {
          return false;
        }
        case BASE_INDEX -> {
          base = entry.indexedAddress(in.uleb());
          continue;
        }
        case BASE_ADDRESS -> {
          base = in.unsigned(size);
          continue;
        }
        case START_INDEX_END_INDEX -> {
          low = entry.indexedAddress(in.uleb());
          high = entry.indexedAddress(in.uleb());
        }
        case START_INDEX_LENGTH -> {
          low = entry.indexedAddress(in.uleb());
          high = low + in.uleb();
        }
        case OFFSET_PAIR -> {
          low = base + in.uleb();
          high = base + in.uleb();
        }
        case START_END -> {
          low = in.unsigned(size);
          high = in.unsigned(size);
        }
        case START_LENGTH -> {
          low = in.unsigned(size);
          high = low + in.uleb();
        }
        default -> throw in.damaged("a range of kind " + kind);
      }
      if (inside(pc, low, high)) {
        return true;
      }
    }
  }
}
