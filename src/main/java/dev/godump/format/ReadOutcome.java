package dev.godump.format;

import java.util.Optional;

/**
 * How reading a dump ended.
 *
 * @param end bytes of whole records read, from the start of the (unpacked) file
 * @param problem why not all was read, as a clause for the user, or empty for a complete dump
 * @param trailing whether bytes follow the dump's end mark, which no Go writes
 */
public record ReadOutcome(long end, Optional<String> problem, boolean trailing) {

  /** Whether the dump's end mark was reached. */
  public boolean isComplete() {
    return problem.isEmpty();
  }
}
