package dev.godump.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.vector.IntVector;
import dev.godump.vector.LongVector;
import dev.godump.vector.RowStarts;
import dev.godump.vector.Storage;
import dev.godump.vector.WideColumn;
import org.assertj.core.data.Index;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The vectors and columns that a graph consists of. */
class ColumnsTest {
  private static final int MANY = 200_001;

  @Test
  void vectors_contain_the_values_added() {
    IntVector ints = new IntVector();
    LongVector longs = new LongVector();
    for (int i = 0; i < MANY; i++) {
      ints.add(i * 31);
      longs.add((long) i << 33);
    }
    assertThat(ints.size()).isEqualTo(MANY);
    assertThat(longs.size()).isEqualTo(MANY);
    for (int i = 0; i < MANY; i++) {
      assertThat(ints.get(i)).isEqualTo(i * 31);
      assertThat(longs.get(i)).isEqualTo((long) i << 33);
    }
    ints.set(65_536, -1);
    assertThat(ints.toArray()).hasSize(MANY).contains(-1, Index.atIndex(65_536));
    assertThat(longs.toArray()).hasSize(MANY).endsWith((long) (MANY - 1) << 33);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537})
  void a_vector_of_fixed_length_is_all_zeros(int length) {
    IntVector vector = IntVector.ofLength(length);
    assertThat(vector.size()).isEqualTo(length);
    assertThat(vector.toArray()).hasSize(length).containsOnly(new int[length > 0 ? 1 : 0]);
  }

  @Test
  void a_column_keeps_small_numbers_when_a_large_one_comes() {
    WideColumn column = new WideColumn(Storage.HEAP, 5);
    column.set(0, 65_535);
    column.set(1, 7);
    column.set(2, 65_536);
    column.set(3, Integer.MAX_VALUE);
    column.set(2, 3);
    assertThat(
            new int[] {column.get(0), column.get(1), column.get(2), column.get(3), column.get(4)})
        .containsExactly(65_535, 7, 3, Integer.MAX_VALUE, 0);
  }

  @Test
  void a_column_that_is_added_to_keeps_its_numbers_when_it_is_moved() {
    WideColumn column = new WideColumn(Storage.HEAP, 0);
    int[] numbers = {3, 255, 256, 1, 1 << 24, Integer.MAX_VALUE, 0};
    for (int number : numbers) {
      column.add(number);
    }
    WideColumn moved = column.movedTo(Storage.HEAP);
    moved.add(77);
    for (int i = 0; i < numbers.length; i++) {
      assertThat(column.get(i)).isEqualTo(numbers[i]);
      assertThat(moved.get(i)).isEqualTo(numbers[i]);
    }
    assertThat(moved.get(numbers.length)).isEqualTo(77);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 0xfffffffeL, 0xffffffffL, 0x100000000L, (1L << 40) - 1})
  void every_position_below_the_limit_and_none_can_be_stored(long positions) {
    RowStarts starts = new RowStarts(Storage.HEAP, 4, positions);
    assertThat(starts.get(0)).isEqualTo(-1);
    starts.set(1, positions - 1);
    starts.set(2, 0);
    starts.set(3, positions / 2);
    assertThat(starts.get(0)).isEqualTo(-1);
    assertThat(starts.get(1)).isEqualTo(positions - 1);
    assertThat(starts.get(2)).isZero();
    assertThat(starts.get(3)).isEqualTo(positions / 2);
  }

  @Test
  void too_many_positions_are_refused() {
    assertThatThrownBy(() -> new RowStarts(Storage.HEAP, 1, 1L << 40))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
