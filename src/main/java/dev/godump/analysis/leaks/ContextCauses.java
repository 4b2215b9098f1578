package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.leaks.LeakSuspect.SimilarObjects;
import dev.godump.graph.ObjectTable;
import java.util.Optional;

/** Contexts that stay registered with a parent, or wrap each other without end. */
final class ContextCauses implements CauseDetector {
  private static final long MIN_CONTEXTS = 100;
  private static final int SAMPLE_SIZE = 64;
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
    if (candidate.kind() == Kind.GROUP && count >= MIN_CONTEXTS) {
      return registered(candidate.similar().orElseThrow(), candidate)
          ? Optional.of(new LeakCause.UncancelledContexts(count, functions(candidate)))
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
        ? Optional.of(new LeakCause.UncancelledContexts(entries, functions(candidate)))
        : Optional.empty();
  }

  /** The number of contexts of context.AfterFunc, if most of a candidate's are such. */
  private static long functions(LeakCandidate candidate) {
    return candidate
        .similar()
        .filter(similar -> similar.type().equals("context.afterFuncCtx"))
        .map(SimilarObjects::count)
        .orElse(0L);
  }

  /** Whether similar objects are contexts in the map of their parent, which cancelling ends. */
  private boolean registered(SimilarObjects similar, LeakCandidate candidate) {
    if (!similar.type().startsWith("context.")) {
      return false;
    }
    int examined = 0;
    for (int node : candidate.nodes()) {
      int object = heap.tree.object(node);
      if (examined == SAMPLE_SIZE) {
        break;
      }
      if (object != ObjectTable.NONE && heap.kinds.of(object) == similar.kind()) {
        examined++;
        boolean[] found = {false};
        heap.graph.referrers().forEach(object, referrer -> found[0] |= isPartOfChildren(referrer));
        if (!found[0]) {
          return false;
        }
      }
    }
    return examined > 0;
  }

  private boolean isPartOfChildren(int object) {
    return heap.tree.isLive(object)
        && heap.isPart(object)
        && heap.typeName(object).contains("context.canceler");
  }
}
