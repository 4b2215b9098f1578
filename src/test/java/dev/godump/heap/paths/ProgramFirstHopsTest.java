package dev.godump.heap.paths;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Objects and roots from 10 on are the runtime's; an object's distance is its last digit. */
class ProgramFirstHopsTest {
  private static final int TARGET = 100;

  private static final ShortestPaths SEARCH =
      new ShortestPaths() {
        @Override
        public boolean hasPath(int id) {
          return true;
        }

        @Override
        public int distanceTo(int id) {
          return id % 10;
        }

        @Override
        public IntList pathTo(int id) {
          throw new UnsupportedOperationException();
        }

        @Override
        public int rootOf(int first) {
          throw new UnsupportedOperationException();
        }
      };

  private static List<Integer> hops(IntArrayList roots, IntArrayList referrers) {
    ProgramFirstHops hops =
        new ProgramFirstHops(
            SEARCH,
            Exclusions.NONE,
            TARGET,
            roots,
            referrers,
            root -> root >= 10,
            object -> object >= 10);
    List<Integer> all = new ArrayList<>();
    int remaining = hops.remaining();
    while (hops.remaining() > 0) {
      all.add(hops.next());
      assertThat(hops.remaining()).isEqualTo(--remaining);
    }
    return all;
  }

  @Test
  void roots_and_objects_of_the_program_come_before_those_of_the_runtime() {
    assertThat(hops(IntArrayList.of(11, 2), IntArrayList.of(13, 5, 12, 4)))
        .containsExactly(~2, 4, 5, ~11, 12, 13);
  }

  @Test
  void the_shortest_path_comes_first_also_from_the_runtime() {
    assertThat(hops(IntArrayList.of(11), IntArrayList.of(4, 5, 13))).containsExactly(~11, 4, 5, 13);
    assertThat(hops(IntArrayList.of(), IntArrayList.of(4, 5, 13, 12)))
        .containsExactly(12, 4, 5, 13);
  }

  @Test
  void one_kind_alone_is_in_order() {
    assertThat(hops(IntArrayList.of(11), IntArrayList.of(14, 13))).containsExactly(~11, 13, 14);
    assertThat(hops(IntArrayList.of(1), IntArrayList.of(4, 3))).containsExactly(~1, 3, 4);
    assertThat(hops(IntArrayList.of(), IntArrayList.of())).isEmpty();
  }
}
