package dev.godump.heap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.dump.Seeds;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.io.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A graph and its dominators don't depend on the storage of vectors or the number of threads. */
class SameAnswersTest {
  private static final long LARGE = 1L << 40;

  @TempDir static Path directory;

  static List<RealDump> dumps() throws IOException {
    // dumps of a format that godump refuses have no graph
    return RealDump.below("", 3).stream()
        .filter(dump -> !dump.toString().matches(".*go1\\.[46]\\b.*"))
        .toList();
  }

  /** A hash of all edges and dominators. */
  private static int digest(Callable<Source> dump, MemoryBudget memory, int threads)
      throws Exception {
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      return pool.submit(() -> digest(GraphLoader.load(dump.call(), position -> {}, memory))).get();
    } finally {
      pool.shutdown();
    }
  }

  private static int digest(HeapGraph graph) throws IOException {
    try (graph) {
      DominatorTree tree = DominatorTree.of(graph);
      Edges reversed = graph.edges().reversed(graph.objects().count());
      int digest =
          Arrays.hashCode(new long[] {graph.edges().count(), tree.count(), tree.liveBytes()});
      for (int id = 0; id < graph.objects().count(); id++) {
        digest = 31 * digest + graph.shapeIndex(id);
        digest = 31 * digest + row(graph.edges(), id);
        digest = 31 * digest + row(reversed, id);
        digest = 31 * digest + tree.node(id);
        digest = 31 * digest + Long.hashCode(tree.retainedByObject(id));
        digest = 31 * digest + (tree.isLive(id) ? tree.dominatingObject(id) : -2);
      }
      return digest;
    }
  }

  private static int row(Edges edges, int id) {
    int digest = 1;
    for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
      digest = 31 * digest + edges.target(e);
    }
    return digest;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void of_real_dumps(RealDump dump) throws Exception {
    int expected = digest(dump::open, MemoryBudget.HEAP, 1);
    assertThat(digest(dump::open, MemoryBudget.HEAP, 2)).isEqualTo(expected);
    assertThat(digest(dump::open, MemoryBudget.of(LARGE, directory, true, 1 << 16), 2))
        .isEqualTo(expected);
  }

  @Test
  void of_random_heaps_in_tiny_windows() {
    Seeds.forEach(
        100,
        seed -> {
          RandomHeap random = RandomHeap.of(seed);
          int expected = digest(random.heap().graph());
          MemoryBudget memory = MemoryBudget.of(LARGE, directory, true, 64);
          assertThat(digest(GraphLoader.load(random.heap().source(), position -> {}, memory)))
              .isEqualTo(expected);
        });
  }
}
