package dev.godump.binary.dwarf;

/**
 * Bounds the number of steps. Lists and entries that refer to each other can make a small file
 * endless work; undamaged programs stay far below the bound.
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
