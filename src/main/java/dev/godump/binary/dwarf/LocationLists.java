package dev.godump.binary.dwarf;

import dev.godump.binary.dwarf.RangeListReader.Content;
import java.util.List;

/**
 * Finds the location of a variable at a pc: one expression for its whole scope, or an entry of a
 * list in .debug_loc (up to DWARF 4) or .debug_loclists (DWARF 5).
 */
final class LocationLists {
  private final Sections sections;
  private final WorkBudget budget;

  LocationLists(Sections sections, WorkBudget budget) {
    this.sections = sections;
    this.budget = budget;
  }

  /** Returns the pieces of an entry's variable at {@code pc}; empty if it has no location there. */
  List<Piece> piecesAt(EntryCursor entry, long pc) {
    SectionReader expression = entry.expression(Attribute.LOCATION);
    if (expression != null) {
      int end = entry.expressionEnd();
      return expression.position() == end
          ? List.of()
          : LocationExpression.read(entry, expression, end);
    }
    Unit unit = entry.unit();
    String section = unit.format().version() < 5 ? "loc" : "loclists";
    long offset =
        entry.listOffset(Attribute.LOCATION, section, unit.bases().loclistsBase(), Form.LOCLISTX);
    return offset < 0 ? List.of() : find(sections.open(section).seek(offset), entry, pc);
  }

  private List<Piece> find(SectionReader in, EntryCursor entry, long pc) {
    RangeListReader list = new RangeListReader(in, entry, Content.LOCATIONS, budget);
    int defaultLocation = EntryCursor.NONE;
    while (list.next()) {
      if (list.isDefault()) {
        defaultLocation = in.position();
      }
      long length = list.expressionLength();
      if (list.contains(pc)) {
        return read(in, entry, length);
      }
      in.skip(length);
    }
    if (defaultLocation == EntryCursor.NONE) {
      return List.of();
    }
    in.seek(defaultLocation);
    return read(in, entry, list.expressionLength());
  }

  private static List<Piece> read(SectionReader in, EntryCursor entry, long length) {
    if (length < 0 || length > in.length() - in.position()) {
      throw in.damaged("an expression goes past the end");
    }
    return length == 0
        ? List.of()
        : LocationExpression.read(entry, in, (int) (in.position() + length));
  }
}
