package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TopRetainersTest {
  static Stream<RealDump> dumps() throws IOException {
    return RealDump.below("corpus", 2).stream().filter(RealDump::hasFacts);
  }

  @Test
  void holders_are_what_the_root_dominates() {
    DominatorTree tree =
        DominatorTree.of(
            TinyHeap.of("root -> a, a -> b:1024, root -> c, root -> d, c -> e:512, d -> e")
                .graph());
    assertThat(TopRetainers.holders(tree, 0.1))
        .extracting(tree::retained)
        .as("the variable of a, and e that two variables share")
        .containsExactly(64 + 1024L, 512L);
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void ranked_objects_retain_by_pointers_what_the_rank_says(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      List<Integer> expected =
          IntStream.range(0, graph.objects().count())
              .filter(tree::isLive)
              .filter(id -> !tree.owners().goroutineObjects().isSpecial(id))
              .boxed()
              .sorted(
                  Comparator.comparingLong((Integer id) -> -tree.retainedByObject(id))
                      .thenComparing(id -> id))
              .limit(10)
              .toList();
      assertThat(TopRetainers.objects(tree, 10)).isEqualTo(expected);
    }
  }
}
