package dev.godump.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IdSetTest {
  @Test
  void ids_are_those_of_a_bit_set() {
    Random random = new Random(1);
    IdSet set = new IdSet(1000);
    BitSet expected = new BitSet();
    for (int i = 0; i < 500; i++) {
      int id = random.nextInt(1000);
      assertThat(set.add(id)).isEqualTo(!expected.get(id));
      expected.set(id);
    }
    for (int id = 0; id < 1000; id++) {
      assertThat(set.contains(id)).isEqualTo(expected.get(id));
    }
    IntArrayList visited = new IntArrayList();
    set.forEach(visited::add);
    assertThat(visited.toIntArray()).isEqualTo(expected.stream().toArray());
  }

  @Test
  void a_cleared_set_is_empty() {
    IdSet set = new IdSet(65);
    set.add(64);
    set.clear();
    assertThat(set.contains(64)).isFalse();
    assertThat(set.add(64)).isTrue();
  }

  @Test
  void a_negative_limit_is_refused() {
    assertThatThrownBy(() -> new IdSet(-1)).hasMessage("limit -1 is negative");
  }
}
