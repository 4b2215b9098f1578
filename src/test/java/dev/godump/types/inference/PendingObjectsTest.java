package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PendingObjectsTest {

  @Test
  void each_object_comes_out_once_upwards_and_then_downwards() {
    PendingObjects pending = new PendingObjects(1_000_000);
    pending.add(999_999);
    pending.add(5);
    assertThat(pending.next()).isEqualTo(5);
    pending.add(3);
    pending.add(4);
    assertThat(pending.next()).isEqualTo(999_999);
    assertThat(pending.next()).isEqualTo(4);
    assertThat(pending.next()).isEqualTo(3);
    assertThat(pending.next()).isEqualTo(-1);
  }

  @Test
  void only_added_objects_come_out() {
    Random random = new Random(7);
    int size = 600_000;
    PendingObjects pending = new PendingObjects(size);
    BitSet expected = new BitSet(size);
    for (int step = 0; step < 200_000; step++) {
      if (random.nextInt(3) > 0) {
        int id = random.nextBoolean() ? random.nextInt(size) : random.nextInt(200);
        pending.add(id);
        expected.set(id);
      } else {
        int id = pending.next();
        assertThat(id >= 0).isEqualTo(!expected.isEmpty());
        if (id >= 0) {
          assertThat(expected.get(id)).isTrue();
          expected.clear(id);
        }
      }
    }
    int left = 0;
    while (pending.next() >= 0) {
      left++;
    }
    assertThat(left).isEqualTo(expected.cardinality());
  }
}
