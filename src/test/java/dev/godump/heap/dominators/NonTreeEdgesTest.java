package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.vector.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the compact encodings used to compute dominators. */
class NonTreeEdgesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1023, 1024, 1025, 40_000, 70_000})
  void rows_are_those_of_a_plain_list(int nodes) {
    Random random = new Random(nodes);
    NonTreeEdges edges = new NonTreeEdges(nodes, Storage.HEAP);
    List<List<Integer>> expected = new ArrayList<>();
    for (int node = 0; node < nodes; node++) {
      expected.add(new ArrayList<>());
    }
    for (int i = 0; i < 2 * nodes; i++) {
      int from = random.nextInt(nodes);
      int to = random.nextInt(nodes);
      edges.add(from, to);
      expected.get(to).add(from);
    }
    for (int last = nodes - 1; last >= 0; last = edges.firstOfRange(last) - 1) {
      NonTreeEdges.Predecessors rows = edges.predecessors(last);
      for (int node = last; node >= edges.firstOfRange(last); node--) {
        List<Integer> row = new ArrayList<>();
        for (long i = rows.start(node); i < rows.end(node); i++) {
          row.add(rows.source(i));
        }
        assertThat(row).isEqualTo(expected.get(node));
      }
    }
  }

  @Test
  void nodes_may_be_as_many_as_ints() {
    NonTreeEdges edges = new NonTreeEdges(2000, Storage.HEAP);
    edges.add(Integer.MAX_VALUE, 3);
    edges.add(0, 3);
    edges.add(Integer.MAX_VALUE, 3);
    NonTreeEdges.Predecessors rows = edges.predecessors(3);
    assertThat(List.of(rows.source(0), rows.source(1), rows.source(2)))
        .containsExactly(Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
  }

  @Test
  void numbers_come_off_a_stack_in_the_opposite_order() {
    VarintStack stack = new VarintStack(Storage.HEAP);
    int[] numbers = {
      0, 1, 127, 128, 255, 16383, 16384, 1 << 21, (1 << 28) - 1, 1 << 28, Integer.MAX_VALUE, 5
    };
    for (int round = 0; round < 3; round++) {
      for (int number : numbers) {
        stack.push(number);
      }
      for (int i = numbers.length - 1; i >= numbers.length / 2; i--) {
        assertThat(stack.pop()).isEqualTo(numbers[i]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {8, 32L << 30, (32L << 30) - 8, (8L << 40) - 8})
  void retained_sizes_are_kept_however_large_they_are(long largest) {
    RetainedSizes sizes = new RetainedSizes(Storage.HEAP.ints(3), largest, Storage.HEAP);
    sizes.set(1, largest);
    sizes.set(2, largest / 2 & -8);
    assertThat(sizes.get(0)).isZero();
    assertThat(sizes.get(1)).isEqualTo(largest);
    assertThat(sizes.get(2)).isEqualTo(largest / 2 & -8);
  }
}
