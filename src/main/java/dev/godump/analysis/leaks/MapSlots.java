package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.types.program.Program;
import dev.godump.types.value.GoValue;
import dev.godump.types.value.Limits;
import dev.godump.types.value.Secrets;
import dev.godump.types.value.ValueReader;
import java.io.IOException;
import java.util.Optional;

/** Maps that once had many more entries: Go never shrinks a map. */
final class MapSlots implements CauseDetector {
  /** A map with fewer slots is small. */
  private static final long MIN_SLOTS = 1000;

  /** A map that was made to grow has at most this many slots for an entry. */
  private static final int MIN_SLOTS_PER_ENTRY = 8;

  private final ValueReader values;

  MapSlots(SearchedHeap heap, Optional<Program> program) {
    values = new ValueReader(heap.graph, heap.types, program, new Limits(0, 0, 0), Secrets.SHOWN);
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    if (candidate.kind() != Kind.MAP || candidate.structure().isEmpty()) {
      return Optional.empty();
    }
    Optional<GoValue> value = values.readObject(candidate.structure().get().header());
    return value
        .filter(GoValue.Entries.class::isInstance)
        .map(GoValue.Entries.class::cast)
        .filter(map -> map.slots() >= MIN_SLOTS)
        .filter(map -> map.slots() >= MIN_SLOTS_PER_ENTRY * Math.max(1, map.count()))
        .map(map -> new LeakCause.MapOversized(map.count(), map.slots()));
  }
}
