package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import java.util.Optional;

/** Contexts that stay registered with a parent, or wrap each other without end. */
final class ContextCauses implements CauseDetector {
  private static final long MIN_CONTEXTS = 100;
  private static final String CANCELER = "map[context.canceler]struct {}";

  private final SearchedHeap heap;

  ContextCauses(SearchedHeap heap) {
    this.heap = heap;
  }

  @Override
  public Optional<LeakCause> detect(LeakCandidate candidate, HeldContents contents) {
    long count = candidate.similar().map(SimilarObjects::count).orElse(0L);
    if (candidate.kind() == Kind.LIST) {
      String type = heap.typeName(candidate.similar().orElseThrow().example());
      return count >= MIN_CONTEXTS && type.startsWith("context.")
          ? Optional.of(new LeakCause.ContextChain(count))
          : Optional.empty();
    }
    if (candidate.kind() != Kind.MAP || candidate.structure().isEmpty()) {
      return Optional.empty();
    }
    boolean children =
        heap.types
            .mapOrChannelOf(candidate.structure().get().header())
            .filter(type -> type.name().equals(CANCELER))
            .isPresent();
    long entries = candidate.structure().get().count();
    return children && entries >= MIN_CONTEXTS
        ? Optional.of(new LeakCause.UncancelledContexts(entries))
        : Optional.empty();
  }
}
