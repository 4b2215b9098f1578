package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import dev.godump.heap.RandomGoroutines;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GoroutinePartitionTest {
  private static final int PARTS = 3;

  /** A random part for each goroutine, or none. */
  private static int[] parts(long seed, int goroutines) {
    return new Random(seed).ints(goroutines, GoroutinePartition.NONE, PARTS).toArray();
  }

  private static BitSet members(int[] partByGoroutine, int part) {
    BitSet members = new BitSet();
    for (int i = 0; i < partByGoroutine.length; i++) {
      members.set(i, partByGoroutine[i] == part);
    }
    return members;
  }

  private static GoroutinePartition partition(RandomGoroutines heap, int[] parts) {
    return new GoroutinePartition(
        heap.graph(), DominatorTree.of(heap.graph()).owners(), parts, PARTS);
  }

  @Test
  void a_part_retains_what_is_garbage_once_all_its_goroutines_have_exited() {
    Seeds.forEach(
        2000,
        seed -> {
          RandomGoroutines heap = RandomGoroutines.of(seed);
          int[] parts = parts(seed, heap.goroutines());
          GoroutinePartition.Sums retained = partition(heap, parts).retained();
          for (int part = 0; part < PARTS; part++) {
            BitSet freed = heap.reachableAfterExit(new BitSet());
            freed.andNot(heap.reachableAfterExit(members(parts, part)));
            assertThat(retained.bytes()[part]).isEqualTo(heap.bytes(freed));
            assertThat(retained.objects()[part]).isEqualTo(freed.cardinality());
          }
        });
  }

  @Test
  void a_part_reaches_what_pointers_of_its_goroutines_lead_to() {
    Seeds.forEach(
        2000,
        seed -> {
          RandomGoroutines heap = RandomGoroutines.of(seed);
          int[] parts = parts(seed, heap.goroutines());
          GoroutinePartition.Sums reached = partition(heap, parts).reached(1, PARTS);
          for (int part = 1; part < PARTS; part++) {
            BitSet expected = heap.reachedBy(members(parts, part));
            assertThat(reached.bytes()[part - 1]).isEqualTo(heap.bytes(expected));
            assertThat(reached.objects()[part - 1]).isEqualTo(expected.cardinality());
          }
        });
  }
}
