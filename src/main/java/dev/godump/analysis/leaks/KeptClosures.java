package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.types.ClosureFunctions;
import java.io.IOException;
import java.util.Optional;

/** Closures that are kept with the variables they capture. */
final class KeptClosures implements CauseDetector {
  private final SearchedHeap heap;
  private final ClosureFunctions closures;

  KeptClosures(SearchedHeap heap) {
    this.heap = heap;
    this.closures = new ClosureFunctions(heap.graph, heap.types);
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents)
      throws IOException {
    boolean holder =
        candidate.kind() == Kind.COLLECTION
            || candidate.kind() == Kind.MAP
            || candidate.kind() == Kind.GROUP
            || candidate.kind() == Kind.VARIABLE;
    if (!holder || candidate.similar().isEmpty()) {
      return Optional.empty();
    }
    SimilarObjects similar = candidate.similar().get();
    long entry = closures.entryOf(similar.example());
    return entry == ClosureFunctions.NONE
        ? Optional.empty()
        : Optional.of(new LeakCause.Closures(heap.types.nameOfFunction(entry).orElse(""), entry));
  }
}
