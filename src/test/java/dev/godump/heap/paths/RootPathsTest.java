package dev.godump.heap.paths;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.RandomHeap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RootPathsTest {

  private static List<String> path(TinyHeap heap, String target) {
    RootPaths paths = RootPaths.to(heap.graph(), heap.id(target));
    return paths.pathTo(heap.id(target)).intStream().mapToObj(heap::name).toList();
  }

  @Test
  void the_shortest_path_wins() {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b, b -> c, c -> d, a -> d");
    assertThat(path(heap, "d")).containsExactly("a", "d");
  }

  @Test
  void of_equally_short_paths_the_one_with_lower_addresses_wins() {
    TinyHeap heap = TinyHeap.of("a, b, root -> b, root -> a, b -> c, a -> c");
    assertThat(path(heap, "c")).containsExactly("a", "c");
  }

  @Test
  void a_list_of_a_hundred_thousand_objects_is_walked() {
    StringBuilder text = new StringBuilder("root -> n0");
    for (int i = 1; i < 100_000; i++) {
      text.append(", n").append(i - 1).append(" -> n").append(i);
    }
    TinyHeap heap = TinyHeap.of(text.toString());
    RootPaths paths = RootPaths.to(heap.graph(), 99_999);
    assertThat(paths.distanceTo(99_999)).isEqualTo(100_000);
    assertThat(paths.pathTo(99_999).size()).isEqualTo(100_000);
  }

  @Test
  void distances_and_paths_equal_those_computed_by_hand() {
    Seeds.forEach(
        1000,
        seed -> {
          RandomHeap random = RandomHeap.of(seed);
          HeapGraph graph = random.heap().graph();
          for (int target = 0; target < random.objects(); target++) {
            int[] expected = random.distances(target);
            RootPaths around = RootPaths.around(graph, target, Exclusions.NONE);
            for (int id = 0; id < random.objects(); id++) {
              assertThat(around.hasPath(id)).isEqualTo(expected[id] != Integer.MAX_VALUE);
              if (around.hasPath(id)) {
                assertThat(around.distanceTo(id)).isEqualTo(expected[id]);
                assertThat(isPath(random, around.pathTo(id), id)).isTrue();
              }
            }
            RootPaths to = RootPaths.to(graph, target);
            assertThat(to.hasPath(target)).isEqualTo(around.hasPath(target));
            assertThat(to.distanceTo(target)).isEqualTo(around.distanceTo(target));
            assertThat(to.pathTo(target).equals(around.pathTo(target))).isTrue();
          }
        });
  }

  @Test
  void paths_to_all_objects_are_as_long_as_those_computed_by_hand() {
    Seeds.forEach(
        1000,
        seed -> {
          RandomHeap random = RandomHeap.of(seed);
          RootPaths all = RootPaths.toAll(random.heap().graph(), Exclusions.NONE);
          int[] expected = random.distances(-1);
          for (int id = 0; id < random.objects(); id++) {
            assertThat(all.hasPath(id)).isEqualTo(expected[id] != Integer.MAX_VALUE);
            if (all.hasPath(id)) {
              assertThat(all.pathTo(id).size()).isEqualTo(expected[id]);
              assertThat(isPath(random, all.pathTo(id), id)).isTrue();
              assertThat(random.roots().get(all.rootOf(all.pathTo(id).getInt(0))))
                  .isEqualTo(all.pathTo(id).getInt(0));
            }
          }
        });
  }

  private static boolean isPath(RandomHeap random, IntArrayList path, int end) {
    boolean ends = random.roots().contains(path.getInt(0)) && path.getInt(path.size() - 1) == end;
    for (int i = 1; i < path.size(); i++) {
      ends &= random.arrows().get(path.getInt(i - 1)).contains(path.getInt(i));
    }
    return ends;
  }
}
