package dev.godump.heap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.Retainers;
import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.heap.dominators.DominatorChain;
import dev.godump.heap.dominators.DominatorOutline;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.paths.Exclusions;
import dev.godump.index.IndexParts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.StringJoiner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexedHeapTest {
  @TempDir private Path directory;

  /** Writes an index with some of its parts, always the same for a seed. */
  private IndexParts written(TinyHeap tiny, MemoryBudget memory, Random random) throws IOException {
    Set<IndexPart> parts = new LinkedHashSet<>(HeapIndexWriter.allParts());
    if (random.nextBoolean()) {
      parts.removeIf(part -> !part.equals(IndexPart.GRAPH) && random.nextBoolean());
    }
    return IndexWriting.of(
        Heap.of(tiny.graph()), parts, memory, Files.createTempDirectory(directory, "index"));
  }

  @Test
  void all_that_is_known_of_small_random_heaps_is_the_same() {
    Seeds.forEach(
        300,
        seed -> {
          same(RandomHeap.of(seed).heap(), memory(seed), new Random(seed));
        });
  }

  /** Long paths through many objects that point back at their referrers. */
  @Test
  void all_that_is_known_of_heaps_with_long_paths_is_the_same() {
    Seeds.forEach(
        300,
        seed -> {
          Random random = new Random(seed);
          StringJoiner text = new StringJoiner(", ");
          int objects = 60;
          for (int i = 0; i < objects; i++) {
            text.add("o" + i);
          }
          for (int i = random.nextInt(3); i >= 0; i--) {
            text.add("root -> o" + random.nextInt(objects));
          }
          for (int i = 1; i < objects; i++) {
            // mostly from a near object, so that paths are long, and often back
            int near = Math.max(0, i - 1 - random.nextInt(4));
            text.add("o" + near + " -> o" + i);
            if (random.nextInt(3) > 0) {
              text.add("o" + i + " -> o" + near);
            }
            if (random.nextInt(12) == 0) {
              text.add("o" + random.nextInt(objects) + " -> o" + i);
            }
          }
          same(TinyHeap.of(text.toString()), memory(seed), random);
        });
  }

  /**
   * A list long enough for paths and dominators to be found by leaps, with shortcuts and branches,
   * open or closed to a ring.
   */
  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "2, false", "0, true", "1, true", "2, true"})
  void what_keeps_the_nodes_of_a_long_list_alive_is_the_same(int shortCuts, boolean ring)
      throws IOException {
    int nodes = 5000;
    Random random = new Random(shortCuts);
    StringJoiner text = new StringJoiner(", ").add("root -> o0");
    for (int i = 1; i < nodes; i++) {
      text.add("o" + (i - 1) + " -> o" + i).add("o" + i + " -> o" + (i - 1));
      if (i % 100 == 0) {
        text.add("o" + i + " -> leaf" + i);
      }
    }
    if (ring) {
      text.add("o" + (nodes - 1) + " -> o0").add("o0 -> o" + (nodes - 1));
    }
    for (int i = 0; i < shortCuts; i++) {
      text.add("o" + random.nextInt(nodes) + " -> o" + random.nextInt(nodes));
    }
    TinyHeap tiny = TinyHeap.of(text.toString());
    Heap found = Heap.of(tiny.graph());
    try (IndexParts index = written(tiny, MemoryBudget.HEAP, random);
        Heap read = Heap.open(tiny.source(), index, MemoryBudget.HEAP)) {
      for (String name :
          List.of(
              "o0", "o1023", "o1024", "o1025", "o2047", "o3333", "o3977", "leaf4900", "o4999")) {
        int object = tiny.id(name);
        assertThat(Retainers.of(read, Exclusions.NONE, object, 5, 1, false).toString())
            .isEqualTo(Retainers.of(found, Exclusions.NONE, object, 5, 1, false).toString());
        assertThat(DominatorChain.of(read.tree(), object))
            .isEqualTo(DominatorChain.of(found.tree(), object));
      }
    }
  }

  /** Every other heap is written with the smallest possible budget of Java heap. */
  private MemoryBudget memory(long seed) {
    return seed % 2 == 0 ? MemoryBudget.HEAP : MemoryBudget.of(9 << 20, directory, true, 1 << 12);
  }

  private void same(TinyHeap tiny, MemoryBudget memory, Random random) throws IOException {
    HeapGraph graph = tiny.graph();
    Heap found = Heap.of(graph);
    try (IndexParts index = written(tiny, memory, random);
        Heap read = Heap.open(tiny.source(), index, memory)) {
      DominatorTree tree = found.tree();
      assertThat(read.tree().count()).isEqualTo(tree.count());
      for (int node = 1; node < tree.count(); node++) {
        assertThat(read.tree().vertex(node)).isEqualTo(tree.vertex(node));
        assertThat(read.tree().dominator(node)).isEqualTo(tree.dominator(node));
        assertThat(read.tree().retained(node)).isEqualTo(tree.retained(node));
      }
      for (Histogram.By by : Histogram.By.values()) {
        assertThat(read.histogram(by)).isEqualTo(found.histogram(by));
      }
      for (int object = 0; object < graph.objects().count(); object++) {
        assertThat(read.tree().node(object)).isEqualTo(tree.node(object));
        assertThat(read.distanceTo(object)).isEqualTo(found.distanceTo(object));
        assertThat(read.rootKinds(object)).isEqualTo(found.rootKinds(object));
        for (int paths : List.of(1, 100)) {
          assertThat(Retainers.of(read, Exclusions.NONE, object, paths, 2, false).toString())
              .isEqualTo(Retainers.of(found, Exclusions.NONE, object, paths, 2, false).toString());
        }
      }
      for (boolean holders : new boolean[] {true, false}) {
        for (long smallest : new long[] {0, 1, 200}) {
          assertThat(
                  DominatorOutline.of(graph, read.tree(), DominatorTree.ROOT, 5, smallest, holders))
              .isEqualTo(
                  DominatorOutline.of(graph, tree, DominatorTree.ROOT, 5, smallest, holders));
        }
      }
      assertThat(edges(read.graph())).isEqualTo(edges(graph));
    }
  }

  private static String edges(HeapGraph graph) {
    StringBuilder text = new StringBuilder();
    for (int object = 0; object < graph.objects().count(); object++) {
      text.append(object).append(':').append(graph.shapeIndex(object));
      for (long e = graph.edges().first(object); e >= 0; e = graph.edges().next(e)) {
        text.append(' ').append(graph.edges().target(e));
      }
      graph.referrers().forEach(object, referrer -> text.append(" <").append(referrer));
      text.append('\n');
    }
    return text.toString();
  }
}
