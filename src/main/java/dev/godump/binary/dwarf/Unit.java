package dev.godump.binary.dwarf;

/**
 * A compilation unit: usually what the compiler made of one package.
 *
 * @param start of its header in .debug_info
 * @param entries where its first entry is
 * @param end behind its last byte
 * @param bases where its part of other sections starts
 */
record Unit(
    int start, int entries, int end, UnitFormat format, Abbreviations abbreviations, Bases bases) {

  /**
   * Where a unit's part of other sections starts (DWARF 5); -1 where it has none.
   *
   * @param lowPc what its address ranges are relative to
   */
  record Bases(long lowPc, long addresses, long texts, long rangeLists, long locationLists) {
    static final Bases NONE = new Bases(0, -1, -1, -1, -1);
  }

  Unit with(Bases known) {
    return new Unit(start, entries, end, format, abbreviations, known);
  }

  boolean holds(long offset) {
    return offset >= entries && offset < end;
  }
}
