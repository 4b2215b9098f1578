package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.roots.GoroutineObjects;
import dev.godump.types.layout.GoroutineOffsets;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoroutinePathTest {
  /** Offsets of {@code _defer} and {@code m} in a g of 64-bit machines. */
  private static final int DEFER = 40;

  private static final int THREAD = 48;

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
            assertThat(path.get().field()).isEqualTo(GoroutineOffsets.Field.DEFER);
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
            path.map(GoroutinePath::field).equals(Optional.of(GoroutineOffsets.Field.LABELS))
                ? 1
                : 0;
      }
      assertThat(found).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void only_fields_that_are_the_goroutines_own_begin_a_path(String release) throws IOException {
    try (HeapGraph graph = RealDump.of(release + "/goroutines").graph()) {
      GoroutineObjects objects = Heap.of(graph).tree().owners().goroutineObjects();
      assertThat(objects.hasGs()).isTrue();
      for (int goroutine = 0; goroutine < objects.goroutines(); goroutine++) {
        int g = objects.g(goroutine);
        if (g != ObjectTable.NONE) {
          assertThat(GoroutinePath.of(graph, objects, throughField(g, DEFER)))
              .map(GoroutinePath::field)
              .contains(GoroutineOffsets.Field.DEFER);
          assertThat(GoroutinePath.of(graph, objects, throughField(g, THREAD))).isEmpty();
        }
      }
    }
  }

  /** Returns a path from a root over a g and a field of it to object 0. */
  private static Retainers.Path throughField(int g, int offset) {
    return new Retainers.Path(
        0,
        List.of(
            new Retainers.Step(g, Retainers.Step.NO_POINTER, 0), new Retainers.Step(0, offset, 0)));
  }

  private static Optional<GoroutinePath> pathTo(Heap heap, int object) {
    return GoroutinePath.of(
        heap.graph(),
        heap.tree().owners().goroutineObjects(),
        Retainers.shortestPath(heap.graph(), heap.pathsAround(object, Exclusions.NONE), object));
  }
}
