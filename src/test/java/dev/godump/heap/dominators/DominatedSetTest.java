package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.RandomHeap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DominatedSetTest {
  @Test
  void objects_of_random_heaps_are_in_the_set_if_a_node_above_them_is() {
    Seeds.forEach(
        200,
        seed -> {
          HeapGraph graph = RandomHeap.of(seed).heap().graph();
          DominatorTree tree = DominatorTree.of(graph);
          Random random = new Random(seed);
          IntArrayList nodes = new IntArrayList();
          for (int i = random.nextInt(4); i >= 0; i--) {
            nodes.add(random.nextInt(tree.count()));
          }
          DominatedSet set = new DominatedSet(tree, nodes);
          for (int object = 0; object < graph.objects().count(); object++) {
            if (tree.isLive(object)) {
              int live = object;
              boolean expected = nodes.intStream().anyMatch(node -> isAbove(tree, node, live));
              assertThat(set.contains(object)).isEqualTo(expected);
              assertThat(nodes.intStream().anyMatch(node -> tree.dominates(node, live)))
                  .isEqualTo(expected);
            }
          }
        });
  }

  private static boolean isAbove(DominatorTree tree, int node, int object) {
    for (int at = tree.node(object); at != DominatorTree.ROOT; at = tree.dominator(at)) {
      if (at == node) {
        return true;
      }
    }
    return node == DominatorTree.ROOT;
  }
}
