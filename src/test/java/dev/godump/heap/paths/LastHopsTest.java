package dev.godump.heap.paths;

import static org.assertj.core.api.Assertions.assertThat;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastHopsTest {
  private static final int SOURCES = 50_000;

  /** Distances with lower bounds below them; object 7 has no path. */
  private static final class Promises implements ShortestPaths {
    private final int[] distances = new Random(1).ints(SOURCES, 1, 50).toArray();
    private int askedFor;

    @Override
    public boolean hasPath(int id) {
      return id != 7;
    }

    @Override
    public int distanceTo(int id) {
      askedFor++;
      return distances[id];
    }

    @Override
    public int minDistanceTo(int id) {
      return Math.max(1, distances[id] - id % 3);
    }

    @Override
    public IntList pathTo(int id) {
      throw new UnsupportedOperationException();
    }

    @Override
    public int rootOf(int first) {
      throw new UnsupportedOperationException();
    }
  }

  private final Promises search = new Promises();
  private final LastHops steps =
      new LastHops(
          search,
          Exclusions.NONE,
          SOURCES - 1,
          IntArrayList.of(4, 2),
          IntArrayList.toList(IntStream.range(0, SOURCES)));

  @Test
  void of_tens_of_thousands_all_come_in_order() {
    List<Integer> expected =
        IntStream.range(0, SOURCES - 1)
            .filter(id -> id != 7)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer id) -> search.distances[id])
                    .thenComparing(id -> id))
            .toList();
    assertThat(steps.remaining()).isEqualTo(expected.size() + 2);
    assertThat(steps.next()).isEqualTo(~4);
    assertThat(steps.next()).isEqualTo(~2);
    IntArrayList met = new IntArrayList();
    while (steps.remaining() > 0) {
      met.add(steps.next());
    }
    assertThat((List<Integer>) met).isEqualTo(expected);
  }

  @Test
  void for_a_few_few_distances_are_found_out() {
    for (int i = 0; i < 7; i++) {
      steps.next();
    }
    assertThat(steps.remaining()).isEqualTo(SOURCES - 2 + 2 - 7);
    assertThat(search.askedFor).isLessThan(SOURCES / 10);
  }
}
