package dev.godump.binary.dwarf;

import java.util.List;

/**
 * Where a variable lies at a pc: an expression for its whole scope, or the one that a list in
 * .debug_loc (up to DWARF 4, section 2.6.2) or .debug_loclists (DWARF 5, section 2.6.2) has for it.
 */
final class LocationLists {
  private static final int END = 0;
  private static final int BASE_INDEX = 1;
  private static final int START_INDEX_END_INDEX = 2;
  private static final int START_INDEX_LENGTH = 3;
  private static final int OFFSET_PAIR = 4;
  private static final int DEFAULT = 5;
  private static final int BASE_ADDRESS = 6;
  private static final int START_END = 7;
  private static final int START_LENGTH = 8;

  private final Sections sections;
  private final WorkBudget budget;

  LocationLists(Sections sections, WorkBudget work) {
    this.sections = sections;
    this.budget = work;
  }

  /** The pieces of the entry's variable at {@code pc}; empty if it is nowhere. */
  List<Piece> piecesAt(EntryCursor entry, long pc) {
    SectionReader expression = entry.expression(Attribute.LOCATION);
    if (expression != null) {
      int end = entry.expressionEnd();
      return expression.position() == end
          ? List.of()
          : LocationExpression.read(entry, expression, end);
    }
    Unit unit = entry.unit();
    boolean old = unit.format().version() < 5;
    String section = old ? "loc" : "loclists";
    long list =
        entry.listOffset(Attribute.LOCATION, section, unit.bases().loclistsBase(), Form.LOCLISTX);
    if (list < 0) {
      return List.of();
    }
    SectionReader in = sections.open(section).seek(list);
    return old ? pairs(in, entry, pc) : list(in, entry, pc);
  }

  private static boolean inside(long pc, long low, long high) {
    return Long.compareUnsigned(low, pc) <= 0 && Long.compareUnsigned(pc, high) < 0;
  }

  private static List<Piece> read(SectionReader in, EntryCursor entry, long length) {
    if (length < 0 || length > in.length() - in.position()) {
      throw in.damaged("an expression goes past the end");
    }
    return length == 0
        ? List.of()
        : LocationExpression.read(entry, in, (int) (in.position() + length));
  }

  private List<Piece> pairs(SectionReader in, EntryCursor entry, long pc) {
    int size = entry.unit().format().addressSize();
    long highest = size == 8 ? -1L : 0xffffffffL;
    long base = entry.unit().bases().lowPc();
    while (true) {
      budget.spend(1);
      long low = in.unsigned(size);
      long high = in.unsigned(size);
      if (low == 0 && high == 0) {
        return List.of();
      } else if (low == highest) {
        base = high;
        continue;
      }
      int length = in.u16();
      if (inside(pc, base + low, base + high)) {
        return read(in, entry, length);
      }
      in.skip(length);
    }
  }

  private List<Piece> list(SectionReader in, EntryCursor entry, long pc) {
    int size = entry.unit().format().addressSize();
    long base = entry.unit().bases().lowPc();
    long otherwise = -1;
    while (true) {
      budget.spend(1);
      long low = 0;
      long high = 0;
      int kind = in.u8();
      switch (kind) {
        case END -> {
          return otherwise < 0 ? List.of() : read(in.seek(otherwise), entry, in.uleb());
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
        case DEFAULT -> otherwise = in.position();
        case START_END -> {
          low = in.unsigned(size);
          high = in.unsigned(size);
        }
        case START_LENGTH -> {
          low = in.unsigned(size);
          high = low + in.uleb();
        }
        default -> throw in.damaged("a location of kind " + kind);
      }
      long length = in.uleb();
      if (inside(pc, low, high)) {
        return read(in, entry, length);
      }
      in.skip(length);
    }
  }
}
