package dev.godump.binary.dwarf;

/**
 * The encoding of a unit.
 *
 * @param version 2 to 5
 * @param addressSize 4 or 8
 * @param offsetSize 4 or 8 (64-bit DWARF)
 */
record UnitFormat(int version, int addressSize, int offsetSize) {
  /** An indirect form can't be indirect again: only one level makes sense. */
  private static final int MAX_INDIRECTIONS = 1;

  int size(int form) {
    return Form.size(form, version, addressSize, offsetSize);
  }

  /** Skips a value of any form. */
  void skip(SectionReader in, int form) {
    skip(in, size(form), MAX_INDIRECTIONS);
  }

  /** Skips a value of a form without a fixed size. */
  void skipSpecial(SectionReader in, int size) {
    skip(in, size, MAX_INDIRECTIONS);
  }

  private void skip(SectionReader in, int size, int indirections) {
    switch (size) {
      case Form.LEB -> in.skipLeb();
      case Form.ZERO_TERMINATED -> in.skipText();
      case Form.COUNTED_BY_1 -> in.skip(in.u8());
      case Form.COUNTED_BY_2 -> in.skip(in.u16());
      case Form.COUNTED_BY_4 -> in.skip(in.u32());
      case Form.COUNTED_BY_LEB -> in.skip(in.uleb());
      case Form.FORM_IN_VALUE -> {
        long form = in.uleb();
        if (indirections == 0 || form != (int) form) {
          throw in.damaged("an indirect form that is indirect");
        }
        skip(in, size((int) form), indirections - 1);
      }
      case Form.UNKNOWN -> throw in.damaged("an attribute of an unknown form");
      default -> in.skip(size);
    }
  }
}
