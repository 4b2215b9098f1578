package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.RandomHeap;
import org.junit.jupiter.api.Test;

class ReachabilityTest {

  @Test
  void a_cycle_that_no_root_reaches_is_garbage() {
    TinyHeap heap = TinyHeap.of("root -> a, b -> c, c -> b, c -> a");
    Reachability reachability = Reachability.of(heap.graph());
    assertThat(reachability.isLive(heap.id("a"))).isTrue();
    assertThat(reachability.isLive(heap.id("b"))).isFalse();
    assertThat(reachability.liveObjects()).isEqualTo(1);
    assertThat(reachability.liveBytes()).isEqualTo(64);
  }

  @Test
  void live_objects_equal_those_computed_by_hand() {
    Seeds.forEach(
        500,
        seed -> {
          RandomHeap random = RandomHeap.of(seed);
          HeapGraph graph = random.heap().graph();
          Reachability reachability = Reachability.of(graph);
          int[] distances = random.distances(-1);
          int live = 0;
          for (int id = 0; id < random.objects(); id++) {
            boolean expected = distances[id] != Integer.MAX_VALUE;
            assertThat(reachability.isLive(id)).isEqualTo(expected);
            live += expected ? 1 : 0;
          }
          assertThat(reachability.liveObjects()).isEqualTo(live);
          assertThat(reachability.liveBytes()).isEqualTo(64L * live);
        });
  }
}
