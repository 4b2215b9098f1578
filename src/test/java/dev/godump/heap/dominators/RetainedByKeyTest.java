package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.RandomHeap;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class RetainedByKeyTest {

  @Test
  void a_list_of_one_kind_counts_once() {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b, b -> c");
    DominatorTree tree = DominatorTree.of(heap.graph());
    assertThat(RetainedByKey.of(tree, id -> 0, 1)).containsExactly(3 * 64);
  }

  @Test
  void kinds_below_other_kinds_count_for_both() {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b, b -> c, root -> d");
    DominatorTree tree = DominatorTree.of(heap.graph());
    // a and c are of one kind, b and d of the other
    assertThat(RetainedByKey.of(tree, id -> id % 2, 2)).containsExactly(3 * 64, 3 * 64);
  }

  @Test
  void keys_can_need_several_bytes() {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b, b -> c");
    long[] retained = RetainedByKey.of(DominatorTree.of(heap.graph()), id -> id << 16, 1 << 18);
    assertThat(retained[0]).isEqualTo(3 * 64);
    assertThat(retained[1 << 16]).isEqualTo(2 * 64);
    assertThat(retained[2 << 16]).isEqualTo(64);
  }

  @Test
  void objects_without_a_key_and_an_empty_heap_do_no_harm() {
    assertThat(
            RetainedByKey.of(
                DominatorTree.of(TinyHeap.graph("root -> a, a -> b")), id -> id - 1, 1))
        .containsExactly(64);
    assertThat(RetainedByKey.of(DominatorTree.of(TinyHeap.graph("a")), id -> 0, 1))
        .containsExactly(0);
  }

  @Test
  void sums_are_unions_of_what_each_dominates() {
    Seeds.forEach(
        500,
        seed -> {
          RandomHeap random = RandomHeap.of(seed);
          HeapGraph graph = random.heap().graph();
          DominatorTree tree = DominatorTree.of(graph);
          long[] expected = new long[3];
          for (int key = 0; key < 3; key++) {
            BitSet union = new BitSet();
            for (int id = key; id < random.objects(); id += 3) {
              BitSet dominated = random.reachableWithout(-1);
              dominated.andNot(random.reachableWithout(id));
              union.or(dominated);
            }
            expected[key] = 64L * union.cardinality();
          }
          assertThat(RetainedByKey.of(tree, id -> id % 3, 3)).containsExactly(expected);
        });
  }
}
