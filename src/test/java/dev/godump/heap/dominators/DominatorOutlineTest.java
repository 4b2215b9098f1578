package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DominatorOutlineTest {
  private static final int ALL_LEVELS = 10_000;

  private static void collect(DominatorOutline.Entry entry, List<Integer> nodes) {
    nodes.add(entry.node());
    entry.children().forEach(child -> collect(child, nodes));
  }

  private static List<Integer> nodes(DominatorOutline.Entry entry) {
    List<Integer> nodes = new ArrayList<>();
    collect(entry, nodes);
    return nodes;
  }

  /** Bytes of all nodes that are shown and of the children that are not. */
  private static long covered(HeapGraph graph, DominatorTree tree, DominatorOutline.Entry entry) {
    int object = tree.object(entry.node());
    long own = object < 0 ? 0 : graph.objects().size(object);
    return own
        + entry.othersRetained()
        + entry.children().stream().mapToLong(child -> covered(graph, tree, child)).sum();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 10, 100, 1000, Integer.MAX_VALUE})
  void the_nodes_that_retain_most_are_shown(int count) throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/leak_cache").graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      DominatorOutline.Entry outline =
          DominatorOutline.ofLargest(graph, tree, DominatorTree.ROOT, ALL_LEVELS, count, true);
      List<Integer> shown = nodes(outline).subList(1, nodes(outline).size());
      List<Integer> all = new ArrayList<>();
      tree.forEachAfter(DominatorTree.ROOT, (node, dominator, retained) -> all.add(node));
      all.sort(Comparator.comparingLong(node -> -tree.retained(node)));
      int expected = Math.min(count, all.size());
      assertThat(shown).doesNotHaveDuplicates().hasSize(expected);
      assertThat(shown.stream().mapToLong(tree::retained).sum())
          .isEqualTo(all.subList(0, expected).stream().mapToLong(tree::retained).sum());
      assertThat(covered(graph, tree, outline)).isEqualTo(tree.liveBytes());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 50})
  void below_an_object_its_largest_nodes_are_shown(int count) throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/leak_cache").graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      int largest =
          nodes(DominatorOutline.ofLargest(graph, tree, DominatorTree.ROOT, ALL_LEVELS, 1, false))
              .get(1);
      DominatorOutline.Entry outline =
          DominatorOutline.ofLargest(graph, tree, largest, ALL_LEVELS, count, false);
      assertThat(nodes(outline)).hasSize(count + 1);
      assertThat(covered(graph, tree, outline)).isEqualTo(tree.retained(largest));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_largest_nodes_are_those_that_retain_as_much_as_the_smallest_of_them(boolean withOwners)
      throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/leak_cache").graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      int compared = 0;
      for (int count = 1; count <= 60; count++) {
        DominatorOutline.Entry largest =
            DominatorOutline.ofLargest(
                graph, tree, DominatorTree.ROOT, ALL_LEVELS, count, withOwners);
        long least = nodes(largest).stream().mapToLong(tree::retained).min().orElseThrow();
        DominatorOutline.Entry asMuch =
            DominatorOutline.of(graph, tree, DominatorTree.ROOT, ALL_LEVELS, least, withOwners);
        if (nodes(asMuch).size() == count + 1) {
          assertThat(largest).isEqualTo(asMuch);
          compared++;
        }
      }
      assertThat(compared).isGreaterThan(5);
    }
  }
}
