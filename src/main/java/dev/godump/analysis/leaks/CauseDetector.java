package dev.godump.analysis.leaks;

import java.io.IOException;
import java.util.Optional;

/** Recognizes one cause of leaks by its evidence in the heap. */
@FunctionalInterface
interface CauseDetector {
  /**
   * Returns the cause, only if the contents of the heap show it.
   *
   * @param contents what the candidate dominates
   */
  Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents) throws IOException;
}
