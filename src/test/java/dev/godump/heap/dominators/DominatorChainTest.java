package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.RandomHeap;
import dev.godump.heap.dominators.DominatorChain.Dominator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class DominatorChainTest {

  private static DominatorChain above(TinyHeap heap, String name) {
    return DominatorChain.of(DominatorTree.of(heap.graph()), heap.id(name));
  }

  @Test
  void the_nearest_comes_first_and_what_holds_the_root_last() {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b, a -> c, b -> d, c -> d, d -> x");
    DominatorChain chain = above(heap, "x");
    assertThat(chain.dominators())
        .extracting(Dominator::object)
        .containsExactly(heap.id("d"), heap.id("a"), -1);
    assertThat(chain.dominators()).extracting(Dominator::owner).containsExactly(-1, -1, 0);
    assertThat(chain.dominators())
        .extracting(Dominator::retained)
        .containsExactly(128L, 5 * 64L, 5 * 64L);
    assertThat(chain.retained()).isEqualTo(64);
  }

  @Test
  void what_two_roots_lead_to_has_nothing_above_it() {
    DominatorChain chain = above(TinyHeap.of("root -> x, root -> a, a -> x"), "x");
    assertThat(chain.dominators()).isEmpty();
  }

  @Test
  void garbage_retains_nothing_and_has_nothing_above_it() {
    DominatorChain chain = above(TinyHeap.of("root -> a, b -> x"), "x");
    assertThat(chain.retained()).isZero();
    assertThat(chain.dominators()).isEmpty();
  }

  @Test
  void the_objects_of_a_chain_are_those_without_which_it_would_be_garbage() {
    Seeds.forEach(
        500,
        seed -> {
          RandomHeap random = RandomHeap.of(seed);
          HeapGraph graph = random.heap().graph();
          DominatorTree tree = DominatorTree.of(graph);
          BitSet live = random.reachableWithout(-1);
          for (int x = 0; x < random.objects(); x++) {
            List<Integer> needed = new ArrayList<>();
            for (int gone = 0; gone < random.objects(); gone++) {
              if (gone != x && live.get(x) && !random.reachableWithout(gone).get(x)) {
                needed.add(gone);
              }
            }
            List<Dominator> chain = DominatorChain.of(tree, x).dominators();
            assertThat(chain.stream().map(Dominator::object).filter(object -> object >= 0))
                .containsExactlyInAnyOrderElementsOf(needed);
            assertThat(chain).extracting(Dominator::retained).isSorted();
          }
        });
  }
}
