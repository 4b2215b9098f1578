package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.vector.Storage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DfsStackTest {

  @ParameterizedTest
  @ValueSource(longs = {1L << 31, 1L << 32, (1L << 32) + 1, 1L << 40})
  void nodes_come_off_with_their_edges_the_last_first(long end) {
    DfsStack stack = new DfsStack(Storage.HEAP, end);
    for (int round = 0; round < 3; round++) {
      assertThat(stack.isEmpty()).isTrue();
      stack.push(1, end - 1);
      stack.push(Integer.MAX_VALUE, 0);
      stack.push(7, -1);
      stack.push(3, end / 2);
      assertThat(stack.topNode()).isEqualTo(3);
      assertThat(stack.popEdge()).isEqualTo(end / 2);
      assertThat(stack.topNode()).isEqualTo(Integer.MAX_VALUE);
      assertThat(stack.popEdge()).isZero();
      stack.push(2, end / 3);
      assertThat(stack.popEdge()).isEqualTo(end / 3);
      assertThat(stack.topNode()).isEqualTo(1);
      assertThat(stack.popEdge()).isEqualTo(end - 1);
    }
  }
}
