package dev.godump.binary.dwarf;

import java.util.Locale;

/** Thrown when a debug section is damaged. */
final class DwarfException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param section name of the section without prefix: {@code info}
   * @param offset bytes from its start
   */
  DwarfException(String section, long offset, String what) {
    super(
        String.format(Locale.ROOT, ".debug_%s is damaged at byte %d: %s", section, offset, what),
        null,
        false,
        false);
  }
}
