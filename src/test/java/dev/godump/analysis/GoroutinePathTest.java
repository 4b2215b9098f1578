package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.paths.Exclusions;
import dev.godump.types.layout.GoroutineOffsets;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoroutinePathTest {
  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.22", "go1.24", "go1.27"})
  void a_path_through_a_g_begins_at_the_goroutine_that_deferred_the_call(String release)
      throws IOException {
    try (HeapGraph graph = RealDump.of(release + "/finalizers").graph()) {
      Heap heap = Heap.of(graph);
      int found = 0;
      for (DumpRecord.Defer defer : graph.process().defers()) {
        int object = graph.objects().find(defer.address());
        if (object != ObjectTable.NONE) {
          Optional<GoroutinePath> path = pathTo(heap, object);
          if (path.isPresent()) {
            long g = graph.process().goroutines().get(path.get().goroutine()).record().address();
            assertThat(g).isEqualTo(defer.goroutine());
            assertThat(path.get().field()).contains(GoroutineOffsets.Field.DEFER);
            found++;
          }
        }
      }
      assertThat(found).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void labels_are_held_by_their_goroutine(String release) throws IOException {
    try (HeapGraph graph = RealDump.of(release + "/labels").graph()) {
      Heap heap = Heap.of(graph);
      int found = 0;
      for (int object = 0; object < graph.objects().count(); object++) {
        Optional<GoroutinePath> path =
            heap.tree().isLive(object) ? pathTo(heap, object) : Optional.empty();
        found +=
            path.flatMap(GoroutinePath::field).equals(Optional.of(GoroutineOffsets.Field.LABELS))
                ? 1
                : 0;
      }
      assertThat(found).isPositive();
    }
  }

  private static Optional<GoroutinePath> pathTo(Heap heap, int object) {
    return GoroutinePath.of(
        heap.graph(),
        heap.tree().owners().goroutineObjects(),
        Retainers.shortestPath(heap.graph(), heap.pathsAround(object, Exclusions.NONE), object));
  }
}
