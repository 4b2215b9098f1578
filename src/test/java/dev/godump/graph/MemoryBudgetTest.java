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

  private MemoryBudget room(long heap) {
    return MemoryBudget.of(heap, directory, false, 1 << 16);
  }

  @Test
  void ten_million_objects_and_25_million_edges_stay_in_a_heap_of_45_bytes_an_object()
      throws IOException {
    MemoryBudget.Plan plan = room(10_000_000 * 45L).plan(10_000_000, 25_000_000, 0);
    assertThat(plan.graph().isHeap()).isTrue();
    assertThat(plan.analysis().isHeap()).isTrue();
  }

  @Test
  void types_go_to_a_file_where_a_graph_and_its_dominators_leave_no_room_for_them()
      throws IOException {
    assertThat(room(600 * MIB).plan(10_000_000, 25_000_000, 0).types().isHeap()).isTrue();
    MemoryBudget.Plan tight = room(10_000_000 * 45L).plan(10_000_000, 25_000_000, 0);
    assertThat(tight.analysis().isHeap()).isTrue();
    assertThat(tight.types().isHeap()).isFalse();
    assertThat(room(350 * MIB).plan(10_000_000, 25_000_000, 0).types().isHeap()).isFalse();
  }

  @Test
  void a_graph_that_leaves_no_room_for_its_dominators_goes_to_a_file() throws IOException {
    MemoryBudget.Plan plan = room(350 * MIB).plan(10_000_000, 25_000_000, 0);
    assertThat(plan.graph().isHeap()).isFalse();
    assertThat(plan.analysis().isHeap()).isTrue();
  }

  @Test
  void in_a_heap_that_cannot_hold_dominators_alone_all_goes_to_a_file() throws IOException {
    MemoryBudget.Plan plan = room(128 * MIB).plan(10_000_000, 25_000_000, 0);
    assertThat(plan.graph().isHeap()).isFalse();
    assertThat(plan.analysis().isHeap()).isFalse();
  }

  @Test
  void a_hundred_thousand_goroutines_leave_less_room_for_objects() throws IOException {
    long goroutines = MemoryBudget.rootAndGoroutineBytes(1_500_000, 1_000_000, 100_000);
    assertThat(room(640 * MIB).plan(8_000_000, 8_000_000, 0).graph().isHeap()).isTrue();
    assertThat(room(640 * MIB).plan(8_000_000, 8_000_000, goroutines).graph().isHeap()).isFalse();
  }

  @Test
  void all_goes_to_a_file_when_that_is_asked_for() throws IOException {
    MemoryBudget.Plan plan = MemoryBudget.of(1000 * MIB, directory, true, 1 << 16).plan(10, 10, 0);
    assertThat(plan.graph().isHeap()).isFalse();
    assertThat(plan.analysis().isHeap()).isFalse();
  }

  @Test
  void a_heap_too_small_for_what_always_stays_in_it_is_told_which_would_do() throws IOException {
    assertThatThrownBy(() -> room(20 * MIB).plan(10_000_000, 25_000_000, 0))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessage(
            "20 MiB of Java heap are not enough for this dump; this is: GODUMP_JAVA_OPTS=-Xmx29m");
    assertThat(room(29 * MIB).plan(10_000_000, 25_000_000, 0).graph().isHeap()).isFalse();
  }

  @Test
  void a_heap_that_runs_out_beside_the_graph_is_told_one_that_holds_all() throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/leak").graph()) {
      assertThat(room(1 * MIB).exhausted(graph))
          .hasMessage(
              "1 MiB of Java heap are not enough for this answer; this is: GODUMP_JAVA_OPTS=-Xmx18m");
      assertThat(room(30 * MIB).exhausted(graph)).hasMessageContaining("-Xmx60m");
    }
  }

  @Test
  void a_disk_too_small_is_told_with_what_would_do() {
    assertThatThrownBy(() -> room(1L << 42).plan(1L << 40, 1L << 42, 0))
        .isInstanceOf(NotEnoughMemoryException.class)
        .hasMessageMatching(
            "\\d+ MiB of Java heap are not enough for this dump, nor are \\d+ MiB on disk in .*; either is:"
                + " GODUMP_JAVA_OPTS=-Xmx\\d+m, or \\d+ MiB on disk .*");
  }
}
