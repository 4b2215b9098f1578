package dev.godump.analysis.leaks;

import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Asks all detectors of causes, the most telling first. */
final class LeakCauses {
  private final List<CauseDetector> detectors;
  private final GoroutineCauses goroutines;

  /** Asked if no other detector knows a cause. */
  private final CauseDetector entries;

  LeakCauses(SearchedHeap heap, Optional<Program> program) {
    goroutines = new GoroutineCauses(heap, program);
    FinalizerCauses finalizers = new FinalizerCauses(heap);
    ContextCauses contexts = new ContextCauses(heap);
    HiddenSlots slots = new HiddenSlots(heap);
    KnownOwners owners = new KnownOwners(heap);
    PendingTimers timers = new PendingTimers(heap, program);
    detectors =
        List.of(
            goroutines::library,
            goroutines::deferred,
            goroutines::blocked,
            goroutines::sent,
            goroutines::owner,
            finalizers::stuck,
            finalizers::cycle,
            contexts,
            timers,
            timers::running,
            owners::pool,
            owners::handles,
            owners::database,
            new MapSlots(),
            slots::behind,
            slots::before,
            owners::removed,
            new PinnedArrays(heap),
            new KeptClosures(heap),
            new FullChannels(heap));
    entries = new HeldEntries(heap, program);
  }

  List<LeakCause> of(LeakCandidate candidate, HeldContents contents) throws IOException {
    List<LeakCause> causes = new ArrayList<>();
    for (CauseDetector detector : detectors) {
      detector.detect(candidate, contents).ifPresent(causes::add);
    }
    if (causes.isEmpty()) {
      entries.detect(candidate, contents).ifPresent(causes::add);
    }
    return List.copyOf(causes);
  }

  /** A suspect that consists of goroutines, with the reason why they never go on, if any. */
  LeakSuspect withGoroutines(LeakSuspect suspect) throws IOException {
    return suspect.because(goroutines.blockedForever(suspect.goroutines()));
  }
}
