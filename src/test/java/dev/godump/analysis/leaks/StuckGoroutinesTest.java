package dev.godump.analysis.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.Cut;
import dev.godump.analysis.RemainingPaths;
import dev.godump.analysis.waits.WaitKind;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import dev.godump.types.inference.TypeInference;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StuckGoroutinesTest {
  static List<RealDump> dumps() throws IOException {
    List<RealDump> dumps = new ArrayList<>(RealDump.below("leaks", 2));
    RealDump.ofPrograms().stream()
        .filter(dump -> dump.toString().matches(".*/(?:goroutines|leak_\\w+|healthy)"))
        .forEach(dumps::add);
    return dumps;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void one_pass_finds_what_marking_anew_after_each_goroutine_finds(RealDump dump)
      throws IOException {
    try (HeapGraph graph = dump.graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      SearchedHeap heap = new SearchedHeap(graph, TypeInference.infer(graph).types(), tree);
      StuckGoroutines stuck = StuckGoroutines.of(heap);
      Set<Integer> found = new TreeSet<>();
      for (int goroutine = 0; goroutine < stuck.size(); goroutine++) {
        if (stuck.contains(goroutine)) {
          found.add(goroutine);
        }
      }
      assertThat(found).isEqualTo(slowly(heap, stuck)).hasSize(stuck.count());
    }
  }

  private static Set<Integer> slowly(SearchedHeap heap, StuckGoroutines kinds) throws IOException {
    Set<Integer> stuck = new TreeSet<>();
    for (int goroutine = 0; goroutine < kinds.size(); goroutine++) {
      WaitKind kind = kinds.kind(goroutine).orElse(null);
      if (kind != null && (kind.isForever() || !heap.awaited.of(goroutine, kind).isEmpty())) {
        stuck.add(goroutine);
      }
    }
    RootOwners owners = heap.tree.owners();
    boolean changed = true;
    while (changed) {
      IntArrayList cutOwners = new IntArrayList();
      stuck.forEach(goroutine -> cutOwners.add(owners.ownerOfGoroutine(goroutine)));
      Cut cut = Cut.ofObjectsAndOwners(owners, new IntArrayList(), cutOwners);
      RemainingPaths remaining = new RemainingPaths(heap.graph, List.of(cut));
      changed = false;
      for (int goroutine : List.copyOf(stuck)) {
        WaitKind kind = kinds.kind(goroutine).orElseThrow();
        if (!kind.isForever()
            && heap.awaited.of(goroutine, kind).intStream().anyMatch(remaining::isReached)) {
          changed |= stuck.remove(goroutine);
        }
      }
    }
    return stuck;
  }
}
