package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.RealDump;
import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.RandomHeap;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DominatorTreeTest {

  static List<RealDump> corpus() throws IOException {
    return RealDump.below("corpus", 2).stream().filter(RealDump::hasFacts).toList();
  }

  private static String dominator(TinyHeap heap, String name) {
    DominatorTree tree = DominatorTree.of(heap.graph());
    int dominator = tree.dominatingObject(heap.id(name));
    return dominator < 0 ? "root" : heap.name(dominator);
  }

  private static long retained(TinyHeap heap, String name) {
    return DominatorTree.of(heap.graph()).retainedByObject(heap.id(name));
  }

  @Test
  void a_diamond_is_dominated_by_its_top() {
    TinyHeap heap =
        TinyHeap.of("root -> top, top -> left, top -> right, left -> bottom, right -> bottom");
    assertThat(dominator(heap, "bottom")).isEqualTo("top");
    assertThat(retained(heap, "top")).isEqualTo(4 * 64);
    assertThat(retained(heap, "left")).isEqualTo(64);
  }

  @Test
  void what_two_roots_reach_is_dominated_by_neither() {
    TinyHeap heap = TinyHeap.of("root -> a, root -> b, a -> shared, b -> shared, shared -> below");
    assertThat(dominator(heap, "shared")).isEqualTo("root");
    assertThat(dominator(heap, "below")).isEqualTo("shared");
    assertThat(retained(heap, "a")).isEqualTo(64);
  }

  @Test
  void an_irreducible_loop_is_dominated_by_what_leads_into_it() {
    TinyHeap heap = TinyHeap.of("root -> r, r -> a, r -> b, a -> b, b -> a, a -> c, b -> c");
    assertThat(dominator(heap, "a")).isEqualTo("r");
    assertThat(dominator(heap, "b")).isEqualTo("r");
    assertThat(dominator(heap, "c")).isEqualTo("r");
  }

  @Test
  void self_loops_and_double_arrows_change_nothing() {
    TinyHeap heap = TinyHeap.of("root -> a, root -> a, a -> a, a -> b, a -> b+8, b -> b");
    assertThat(dominator(heap, "b")).isEqualTo("a");
    assertThat(retained(heap, "a")).isEqualTo(128);
  }

  @Test
  void garbage_that_points_at_a_live_object_does_not_count() {
    TinyHeap heap = TinyHeap.of("root -> a, dead -> b, a -> b");
    assertThat(dominator(heap, "b")).isEqualTo("a");
    DominatorTree tree = DominatorTree.of(heap.graph());
    assertThat(tree.isLive(heap.id("dead"))).isFalse();
    assertThat(tree.liveBytes()).isEqualTo(128);
  }

  @Test
  void two_words_of_the_roots_are_two_holders() {
    TinyHeap heap = TinyHeap.of("root -> a, root -> b, a -> shared, b -> shared");
    DominatorTree tree = DominatorTree.of(heap.graph());
    assertThat(tree.owners().count()).isEqualTo(2);
    assertThat(tree.retained(tree.nodeOfOwner(0))).isEqualTo(64);
  }

  @Test
  void a_long_list_with_ways_back_takes_neither_stack_nor_square_time() {
    int length = 50_000;
    StringBuilder text = new StringBuilder("root -> n0");
    for (int i = 1; i < length; i++) {
      text.append(", n").append(i - 1).append(" -> n").append(i);
      text.append(", n").append(i).append(" -> n").append(i - 1);
      text.append(", n").append(i).append(" -> n").append(i / 2);
    }
    DominatorTree tree = DominatorTree.of(TinyHeap.graph(text.toString()));
    assertThat(tree.retainedByObject(0)).isEqualTo(64L * length);
    assertThat(tree.retainedByObject(length - 1)).isEqualTo(64);
    assertThat(tree.dominatingObject(length - 1)).isEqualTo(length - 2);
  }

  @Test
  void dominators_and_retained_sizes_equal_those_found_by_taking_objects_away() {
    Seeds.forEach(
        3000,
        seed -> {
          RandomHeap random = RandomHeap.of(seed);
          HeapGraph graph = random.heap().graph();
          DominatorTree tree = DominatorTree.of(graph);
          BitSet live = random.reachableWithout(-1);
          BitSet[] dominated = new BitSet[random.objects()];
          for (int x = 0; x < random.objects(); x++) {
            assertThat(tree.isLive(x)).isEqualTo(live.get(x));
            dominated[x] = (BitSet) live.clone();
            dominated[x].andNot(random.reachableWithout(x));
            assertThat(tree.retainedByObject(x)).isEqualTo(64L * dominated[x].cardinality());
          }
          for (int y = live.nextSetBit(0); y >= 0; y = live.nextSetBit(y + 1)) {
            assertThat(tree.dominatingObject(y)).isEqualTo(nearest(dominated, y));
          }
          assertThat(tree.liveObjects()).isEqualTo(live.cardinality());
          assertThat(tree.liveBytes()).isEqualTo(64L * live.cardinality());
        });
  }

  /** The dominator of y that dominates least. */
  private static int nearest(BitSet[] dominated, int y) {
    int nearest = -1;
    for (int x = 0; x < dominated.length; x++) {
      boolean dominates = x != y && dominated[x].get(y);
      if (dominates
          && (nearest < 0 || dominated[x].cardinality() < dominated[nearest].cardinality())) {
        nearest = x;
      }
    }
    return nearest;
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void the_largest_retainers_of_real_dumps_are_those_found_independently(RealDump dump)
      throws IOException {
    try (HeapGraph graph = dump.graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      for (JsonNode expected : dump.facts().get("top_retained")) {
        int object =
            graph
                .objects()
                .find(Long.parseUnsignedLong(expected.get("address").asText().substring(2), 16));
        int dominator = tree.dominatingObject(object);
        assertThat(tree.retainedByObject(object)).isEqualTo(expected.get("retained").asLong());
        assertThat(
                dominator < 0
                    ? "root"
                    : "0x" + Long.toHexString(graph.objects().address(dominator)))
            .isEqualTo(expected.get("dominator").asText());
      }
    }
  }
}
