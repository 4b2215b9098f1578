package dev.godump.binary.dwarf;

/**
 * How much may still be looked at. Lists and entries that refer to each other over and over can
 * make a small file endless work; honest programs stay far below.
 */
final class WorkBudget {
  private final String section;
  private long remaining;

  WorkBudget(String section, long steps) {
    this.section = section;
    this.remaining = steps;
  }

  void spend(long steps) {
    remaining -= steps;
    if (remaining < 0) {
      throw new DwarfException(section, 0, "reading it would not end");
    }
  }
}
