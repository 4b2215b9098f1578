package dev.godump.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.RealDump;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemoryBudgetTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;

  private MemoryBudget budget(long heap) {
    return MemoryBudget.of(heap, directory, false, 1 << 16);
  }

  @Test
  void ten_million_objects_and_25_million_edges_stay_in_a_heap_of_45_bytes_an_object()
      throws IOException {
    MemoryBudget.Plan plan = budget(10_000_000 * 45L).plan(10_000_000, 25_000_000, 0);
    assertThat(plan.graph().isHeap()).isTrue();
    assertThat(plan.analysis().isHeap()).isTrue();
  }

  @Test
  void types_go_to_a_file_if_graph_and_dominators_fill_the_heap() throws IOException {
    assertThat(budget(600 * MIB).plan(10_000_000, 25_000_000, 0).types().isHeap()).isTrue();
    MemoryBudget.Plan tight = budget(10_000_000 * 45L).plan(10_000_000, 25_000_000, 0);
    assertThat(tight.analysis().isHeap()).isTrue();
    assertThat(tight.types().isHeap()).isFalse();
    assertThat(budget(350 * MIB).plan(10_000_000, 25_000_000, 0).types().isHeap()).isFalse();
  }

  @Test
  void a_graph_goes_to_a_file_if_its_dominators_do_not_fit_next_to_it() throws IOException {
    MemoryBudget.Plan plan = budget(350 * MIB).plan(10_000_000, 25_000_000, 0);
    assertThat(plan.graph().isHeap()).isFalse();
    assertThat(plan.analysis().isHeap()).isTrue();
  }

  @Test
  void everything_goes_to_a_file_if_the_dominators_alone_do_not_fit() throws IOException {
    MemoryBudget.Plan plan = budget(128 * MIB).plan(10_000_000, 25_000_000, 0);
    assertThat(plan.graph().isHeap()).isFalse();
    assertThat(plan.analysis().isHeap()).isFalse();
  }

  @Test
  void a_hundred_thousand_goroutines_leave_less_heap_for_objects() throws IOException {
    long goroutines = MemoryBudget.rootAndGoroutineBytes(1_500_000, 1_000_000, 100_000);
    assertThat(budget(640 * MIB).plan(8_000_000, 8_000_000, 0).graph().isHeap()).isTrue();
    assertThat(budget(640 * MIB).plan(8_000_000, 8_000_000, goroutines).graph().isHeap()).isFalse();
  }

  @Test
  void everything_goes_to_a_file_on_request() throws IOException {
    MemoryBudget.Plan plan = MemoryBudget.of(1000 * MIB, directory, true, 1 << 16).plan(10, 10, 0);
    assertThat(plan.graph().isHeap()).isFalse();
    assertThat(plan.analysis().isHeap()).isFalse();
  }

  @Test
  void too_small_a_heap_is_an_error_with_a_sufficient_size() throws IOException {
    assertThatThrownBy(() -> budget(20 * MIB).plan(10_000_000, 25_000_000, 0))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessage(
            "20 MiB of Java heap are not enough for this dump; this is: GODUMP_JAVA_OPTS=-Xmx29m");
    assertThat(budget(29 * MIB).plan(10_000_000, 25_000_000, 0).graph().isHeap()).isFalse();
  }

  @Test
  void a_heap_that_runs_out_is_an_error_with_a_sufficient_size() throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/leak").graph()) {
      assertThat(budget(1 * MIB).exhausted(graph))
          .hasMessage(
              "1 MiB of Java heap are not enough for this answer; this is: GODUMP_JAVA_OPTS=-Xmx18m");
      assertThat(budget(30 * MIB).exhausted(graph)).hasMessageContaining("-Xmx60m");
    }
  }

  @Test
  void too_small_a_disk_is_an_error_with_sufficient_sizes() {
    assertThatThrownBy(() -> budget(1L << 42).plan(1L << 40, 1L << 42, 0))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageMatching(
            "\\d+ MiB of Java heap are not enough for this dump, nor are \\d+ MiB on disk in .*; either is:"
                + " GODUMP_JAVA_OPTS=-Xmx\\d+m, or \\d+ MiB on disk .*");
  }
}
