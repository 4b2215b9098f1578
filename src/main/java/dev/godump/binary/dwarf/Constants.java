package dev.godump.binary.dwarf;

import java.util.OptionalLong;

/** The integer constants of a program's packages by name. Not thread-safe. */
public final class Constants {
  private final Dwarf dwarf;
  private final EntryCursor entry;

  public Constants(Dwarf dwarf) {
    this.dwarf = dwarf;
    this.entry = dwarf.newCursor();
  }

  /** Returns the value of the constant with a full name such as {@code runtime._Gdead}. */
  public OptionalLong named(String name) {
    try {
      for (int each : dwarf.index().constantsNamed(name)) {
        if (entry.moveTo(each) && entry.text(Attribute.NAME).equals(name)) {
          return OptionalLong.of(entry.number(Attribute.CONST_VALUE, 0));
        }
      }
    } catch (DwarfException e) {
      dwarf.addWarning(e);
    }
    return OptionalLong.empty();
  }
}
