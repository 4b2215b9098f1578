package dev.godump.heap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.LargestFirst;
import dev.godump.dump.RealDump;
import dev.godump.dump.Seeds;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.index.IndexParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LargestFirstTest {
  @TempDir private Path directory;

  @Test
  void the_largest_objects_of_random_heaps_come_first() {
    Seeds.forEach(100, seed -> check(Heap.of(RandomHeap.of(seed).heap().graph())));
  }

  static Stream<RealDump> dumps() throws IOException {
    return Stream.of(RealDump.of("go1.24/finalizers"), RealDump.of("go1.19/goroutines"));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void those_of_dumps_come_first_from_an_index_too(RealDump dump) throws IOException {
    try (Heap computed = Heap.of(dump.graph())) {
      check(computed);
      Path index = Files.createTempDirectory(directory, "index");
      Set<IndexPart> written = new LinkedHashSet<>(HeapIndexWriter.allParts());
      written.add(IndexPart.of(new GoroutineObjectSizes(computed.tree())));
      try (IndexParts parts = IndexWriting.of(computed, written, MemoryBudget.HEAP, index);
          Heap stored = Heap.open(dump.open(), parts, MemoryBudget.HEAP)) {
        check(stored);
        assertThat(stored.retainedByGoroutineObjects())
            .isEqualTo(computed.retainedByGoroutineObjects());
      }
    }
  }

  private static void check(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    int count = graph.objects().count();
    for (Optional<IntPredicate> filter :
        List.of(Optional.<IntPredicate>empty(), Optional.<IntPredicate>of(id -> id % 2 == 0))) {
      List<Integer> all =
          new ArrayList<>(
              IntStream.range(0, count).filter(filter.orElse(id -> true)).boxed().toList());
      List<Integer> bySize = new ArrayList<>(all);
      bySize.sort(Comparator.comparing((Integer id) -> -graph.objects().size(id)));
      List<Integer> byRetained = new ArrayList<>(all);
      byRetained.sort(Comparator.comparing((Integer id) -> -heap.tree().retainedByObject(id)));
      for (int limit : new int[] {1, 3, count / 2 + 1, Integer.MAX_VALUE}) {
        same(LargestFirst.bySize(graph, filter, limit), bySize, limit);
        same(LargestFirst.byRetained(heap, filter, limit), byRetained, limit);
      }
    }
  }

  private static void same(LargestFirst found, List<Integer> expected, int limit) {
    assertThat(found.selected()).isEqualTo(expected.size());
    assertThat(found.ids())
        .containsExactly(
            expected.subList(0, Math.min(limit, expected.size())).toArray(Integer[]::new));
  }
}
