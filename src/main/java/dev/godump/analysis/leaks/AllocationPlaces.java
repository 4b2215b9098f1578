package dev.godump.analysis.leaks;

import dev.godump.format.DumpRecord;
import dev.godump.graph.AllocationProfile;
import dev.godump.heap.dominators.DominatedSet;
import dev.godump.heap.roots.GoroutineFunctions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the program allocated what suspects retain, as far as its allocation profile sampled. */
final class AllocationPlaces {
  private final SearchedHeap heap;
  private final AllocationProfile profile;

  AllocationPlaces(SearchedHeap heap) {
    this.heap = heap;
    this.profile = heap.graph.process().profile();
  }

  /** The function of the program that allocated most of the sampled objects below a candidate. */
  Optional<LeakSuspect.Allocation> of(LeakCandidate candidate) {
    DominatedSet below = new DominatedSet(heap.tree, candidate.nodes());
    Map<DumpRecord.StackEntry, Long> counts = new HashMap<>();
    long[] sampled = {0};
    profile
        .samples()
        .forEach(
            entry -> {
              if (below.contains(entry.getIntKey())) {
                sampled[0]++;
                callOf(entry.getValue()).ifPresent(call -> counts.merge(call, 1L, Long::sum));
              }
            });
    return counts.entrySet().stream()
        .max(
            Map.Entry.<DumpRecord.StackEntry, Long>comparingByValue()
                .thenComparing(most -> most.getKey().function())
                .thenComparing(most -> most.getKey().line()))
        .map(most -> new LeakSuspect.Allocation(most.getKey(), most.getValue(), sampled[0]));
  }

  /** The innermost call of a stack in the program's own packages. */
  private static Optional<DumpRecord.StackEntry> callOf(DumpRecord.MemProf bucket) {
    return bucket.stack().stream()
        .filter(call -> !GoroutineFunctions.isStandard(call.function()))
        .findFirst();
  }
}
