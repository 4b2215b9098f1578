package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.dump.Seeds;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.RandomGoroutines;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.GoroutineRetention;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.GoroutineGroups;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Goroutines retain, by the dominator tree, what the heap loses when they are cut. */
class GoroutineExitTest {

  static List<RealDump> dumps() throws IOException {
    return RealDump.below("", 3).stream().filter(RealDump::hasFacts).toList();
  }

  private static void check(HeapGraph graph) throws IOException {
    if (!Reachability.isKnown(graph)) {
      return;
    }
    DominatorTree tree = DominatorTree.of(graph);
    GoroutineRetention retention = new GoroutineRetention(tree);
    Heap heap = Heap.of(graph);
    for (GoroutineGroups.Group group : GoroutineGroups.of(graph.process(), goroutine -> true)) {
      assertThat(freed(heap, group.members())).isEqualTo(retention.retainedBy(group));
      for (int i = 0; i < group.indexes().size(); i++) {
        assertThat(freed(heap, List.of(group.members().get(i))))
            .isEqualTo(retention.retainedByGoroutine(group.indexes().getInt(i)));
      }
    }
  }

  private static long freed(Heap heap, List<Goroutine> goroutines) throws IOException {
    List<Cut> cuts =
        goroutines.stream().map(g -> Cut.ofGoroutine(heap.graph(), g.id()).orElseThrow()).toList();
    return WhatIf.of(heap, cuts).freed().bytes();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void goroutines_and_groups_of_real_dumps_retain_what_cutting_them_frees(RealDump dump)
      throws IOException {
    try (HeapGraph graph = dump.graph()) {
      check(graph);
    }
  }

  @Test
  void goroutines_and_groups_of_random_heaps_retain_what_cutting_them_frees() {
    Seeds.forEach(
        500,
        seed -> {
          try (HeapGraph graph = RandomGoroutines.of(seed).graph()) {
            check(graph);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }
}
