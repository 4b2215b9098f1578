package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.RealHeap;
import dev.godump.heap.dominators.DominatorOutline;
import dev.godump.heap.dominators.DominatorOutline.Entry;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DominatingMapsTest {

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void what_is_below_a_node_adds_up_without_the_nodes_inside_maps(String version)
      throws IOException {
    try (RealHeap real = RealHeap.ofTypes(version)) {
      DominatorTree tree = real.heap().tree();
      HeapGraph graph = real.heap().graph();
      HeapTypes types = real.heap().types();
      Entry all = DominatorOutline.of(graph, tree, DominatorTree.ROOT, 400, 0, false);
      Entry folded = new DominatingMaps(tree, types, 400).folded(all);
      assertThat(own(folded, tree, graph, types)).isPositive();
      Entry top = new DominatingMaps(tree, types, 2).folded(all);
      assertThat(top.children()).hasSameSizeAs(folded.children());
      assertThat(top.children())
          .allSatisfy(
              child -> assertThat(child.children()).allMatch(each -> each.children().isEmpty()));
    }
  }

  /** Checks each node's amounts, and returns how many bytes are inside maps. */
  private static long own(Entry entry, DominatorTree tree, HeapGraph graph, HeapTypes types) {
    long below = entry.othersRetained();
    long insideMaps = 0;
    for (Entry child : entry.children()) {
      below += tree.retained(child.node());
      insideMaps += own(child, tree, graph, types);
    }
    int object = tree.object(entry.node());
    long size = object == ObjectTable.NONE ? 0 : graph.objects().size(object);
    long own = tree.retained(entry.node()) - below;
    if (object != ObjectTable.NONE && types.isMapHeader(object)) {
      assertThat(own).isGreaterThanOrEqualTo(size);
      return insideMaps + own - size;
    }
    assertThat(own).isEqualTo(size);
    return insideMaps;
  }
}
