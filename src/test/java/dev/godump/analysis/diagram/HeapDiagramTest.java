package dev.godump.analysis.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.diagram.HeapDiagram.Node;
import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.RandomHeap;
import dev.godump.heap.dominators.DominatorTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HeapDiagramTest {
  private static final int SEEDS = 300;

  private static String name(TinyHeap heap, HeapDiagram diagram, int index) {
    Node node = diagram.nodes().get(index);
    return node.object() < 0 ? node.label() : heap.name(node.object());
  }

  /** Edges such as {@code a -> b +8,+16}, in order of their text. */
  private static List<String> edges(TinyHeap heap, HeapDiagram diagram) {
    return diagram.edges().stream()
        .map(
            edge ->
                name(heap, diagram, edge.from())
                    + " -> "
                    + name(heap, diagram, edge.to())
                    + edge.first().stream()
                        .map(field -> " +" + field.offset())
                        .collect(Collectors.joining())
                    + (edge.omittedObjects() > 0 ? " over " + edge.omittedObjects() : ""))
        .sorted()
        .toList();
  }

  private static Node node(TinyHeap heap, HeapDiagram diagram, String name) {
    return diagram.nodes().stream()
        .filter(n -> n.object() >= 0 && heap.name(n.object()).equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static HeapDiagram around(TinyHeap heap, String name, int up, int down, int most)
      throws IOException {
    HeapGraph graph = heap.graph();
    return Neighbourhood.of(Heap.of(graph), heap.id(name), up, down, most);
  }

  @Test
  void the_neighbourhood_has_referrers_and_targets() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b, b -> c, b -> c, b -> d, d -> e, x -> b");
    assertThat(edges(heap, around(heap, "b", 1, 1, 50)))
        .containsExactly("a -> b +0", "b -> c +0 +8", "b -> d +16", "bss+0x0 -> a", "x -> b +0");
    assertThat(edges(heap, around(heap, "b", 0, 2, 50)))
        .containsExactly("b -> c +0 +8", "b -> d +16", "d -> e +0");
  }

  @Test
  void hidden_objects_are_counted_at_their_neighbours() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> b, a -> b, c -> b, b -> d, b -> e, b -> f, f -> g");
    HeapDiagram diagram = around(heap, "b", 0, 1, 2);
    assertThat(edges(heap, diagram)).containsExactly("b -> f +16");
    assertThat(node(heap, diagram, "b").hiddenAbove()).isEqualTo(3);
    assertThat(node(heap, diagram, "b").hiddenBelow()).isEqualTo(2);
    assertThat(node(heap, diagram, "f").hiddenBelow()).isEqualTo(1);
  }

  @Test
  void roots_count_among_the_nodes() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> b, root -> b, root -> b, b -> c, b -> d, b -> e, b -> f");
    assertThat(around(heap, "b", 1, 1, 4).nodes()).hasSize(4).anyMatch(node -> node.object() < 0);
    assertThat(node(heap, around(heap, "b", 1, 1, 4), "b").hiddenAbove()).isEqualTo(2);
    assertThat(around(heap, "b", 1, 1, 9).nodes()).hasSize(8);
  }

  @Test
  void a_wide_neighbourhood_shows_every_pointer() {
    Seeds.forEach(SEEDS, this::checkPointersShown);
  }

  private void checkPointersShown(long seed) throws IOException {
    RandomHeap heap = RandomHeap.of(seed);
    HeapGraph graph = heap.heap().graph();
    HeapDiagram diagram = Neighbourhood.of(Heap.of(graph), 0, 20, 20, 1000);
    long pointers =
        diagram.edges().stream()
            .filter(e -> diagram.nodes().get(e.from()).object() >= 0)
            .mapToLong(HeapDiagram.Edge::pointers)
            .sum();
    long expected =
        diagram.nodes().stream()
            .filter(n -> n.object() >= 0)
            .mapToLong(n -> heap.arrows().get(n.object()).size())
            .sum();
    long hidden = diagram.nodes().stream().mapToLong(Node::hiddenBelow).sum();
    if (hidden == 0) {
      assertThat(pointers).isEqualTo(expected);
    } else {
      assertThat(pointers).isLessThan(expected);
    }
  }

  @Test
  void shown_and_omitted_nodes_add_up_to_the_dominator_tree() {
    Seeds.forEach(SEEDS, this::checkTopAndOmitted);
  }

  private void checkTopAndOmitted(long seed) throws IOException {
    Heap heap = Heap.of(RandomHeap.of(seed).heap().graph());
    DominatorTree tree = heap.tree();
    for (int most = 1; most < tree.count() + 1; most++) {
      HeapDiagram diagram = DominatorDiagram.of(heap, most);
      assertThat(diagram.nodes()).hasSize(Math.min(most, tree.count() - 1));
      List<Integer> held = new ArrayList<>();
      diagram.edges().forEach(edge -> held.add(edge.to()));
      long bytes = diagram.omittedBytes();
      for (int i = 0; i < diagram.nodes().size(); i++) {
        bytes += held.contains(i) ? 0 : diagram.nodes().get(i).retained();
      }
      assertThat(bytes).isEqualTo(tree.liveBytes());
    }
  }

  @Test
  void all_shortest_paths_that_fit_are_drawn() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, root -> b, a -> c, b -> c, c -> d, c -> e");
    HeapGraph graph = heap.graph();
    HeapDiagram diagram = PathDiagram.of(Heap.of(graph), heap.id("c"), 20);
    assertThat(edges(heap, diagram))
        .containsExactly("a -> c +0", "b -> c +0", "bss+0x0 -> a", "bss+0x8 -> b");
    assertThat(node(heap, diagram, "c").requested()).isTrue();
  }

  @Test
  void the_middle_of_a_long_path_is_omitted() throws IOException {
    StringBuilder list = new StringBuilder("root -> o0");
    for (int i = 1; i < 100; i++) {
      list.append(", o").append(i - 1).append(" -> o").append(i);
    }
    TinyHeap heap = TinyHeap.of(list.toString());
    HeapGraph graph = heap.graph();
    HeapDiagram diagram = PathDiagram.of(Heap.of(graph), heap.id("o99"), 6);
    assertThat(diagram.nodes()).hasSizeLessThanOrEqualTo(6);
    assertThat(edges(heap, diagram))
        .containsExactly(
            "bss+0x0 -> o0", "o0 -> o1 +0", "o1 -> o97 over 95", "o97 -> o98 +0", "o98 -> o99 +0");
  }
}
