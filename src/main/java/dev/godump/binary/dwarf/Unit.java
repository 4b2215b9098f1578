package dev.godump.binary.dwarf;

/**
 * A compilation unit, usually one package.
 *
 * @param start offset of its header in .debug_info
 * @param firstEntry offset of its first entry
 * @param end offset after its last byte
 * @param bases offsets of its tables in other sections
 */
record Unit(
    int start,
    int firstEntry,
    int end,
    UnitFormat format,
    Abbreviations abbreviations,
    Bases bases) {

  /**
   * Offsets of a unit's tables in other sections (DWARF 5), or {@link EntryCursor#NONE}.
   *
   * @param lowPc base of its address ranges
   */
  record Bases(
      long lowPc, long addrBase, long strOffsetsBase, long rnglistsBase, long loclistsBase) {
    static final Bases NONE =
        new Bases(0, EntryCursor.NONE, EntryCursor.NONE, EntryCursor.NONE, EntryCursor.NONE);
  }

  Unit withBases(Bases known) {
    return new Unit(start, firstEntry, end, format, abbreviations, known);
  }

  boolean contains(long offset) {
    return offset >= firstEntry && offset < end;
  }
}
