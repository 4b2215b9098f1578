package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import java.util.Optional;

/** Maps that once had many more entries: Go never shrinks a map. */
final class MapSlots implements CauseDetector {
  /** A map with fewer slots is small. */
  private static final long MIN_SLOTS = 1000;

  /** A map that was made to grow has at most this many slots for an entry. */
  private static final int MIN_SLOTS_PER_ENTRY = 8;

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents) {
    return candidate
        .structure()
        .filter(map -> candidate.kind() == Kind.MAP)
        .filter(map -> map.capacity() >= MIN_SLOTS)
        .filter(map -> map.capacity() >= MIN_SLOTS_PER_ENTRY * Math.max(1, map.count()))
        .map(map -> new LeakCause.MapOversized(map.count(), map.capacity()));
  }
}
