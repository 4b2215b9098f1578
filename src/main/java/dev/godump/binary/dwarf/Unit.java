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
    int start,
    int firstEntry,
    int end,
    UnitFormat format,
    Abbreviations abbreviations,
    Bases bases) {

  /**
   * Where a unit's part of other sections starts (DWARF 5); -1 where it has none.
   *
   * @param lowPc what its address ranges are relative to
   */
  record Bases(
      long lowPc, long addrBase, long strOffsetsBase, long rnglistsBase, long loclistsBase) {
    static final Bases NONE = new Bases(0, -1, -1, -1, -1);
  }

  Unit withBases(Bases known) {
    return new Unit(start, firstEntry, end, format, abbreviations, known);
  }

  boolean contains(long offset) {
    return offset >= firstEntry && offset < end;
  }
}
