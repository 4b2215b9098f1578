package dev.godump.heap.dominators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.Seeds;
import dev.godump.heap.RandomGoroutines;
import dev.godump.heap.roots.GoroutineGroups;
import java.util.BitSet;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GoroutineRetentionTest {

  private static long freed(RandomGoroutines heap, BitSet exited) {
    BitSet freed = heap.reachableAfterExit(new BitSet());
    freed.andNot(heap.reachableAfterExit(exited));
    return heap.bytes(freed);
  }

  private static BitSet only(int goroutine) {
    BitSet one = new BitSet();
    one.set(goroutine);
    return one;
  }

  @Test
  void a_goroutine_retains_what_is_garbage_once_it_has_exited() {
    Seeds.forEach(
        2000,
        seed -> {
          RandomGoroutines heap = RandomGoroutines.of(seed);
          GoroutineRetention retention = new GoroutineRetention(DominatorTree.of(heap.graph()));
          for (int i = 0; i < heap.goroutines(); i++) {
            assertThat(retention.retainedByGoroutine(i)).isEqualTo(freed(heap, only(i)));
          }
        });
  }

  @Test
  void a_group_retains_what_is_garbage_once_all_its_goroutines_have_exited() {
    Seeds.forEach(
        2000,
        seed -> {
          RandomGoroutines heap = RandomGoroutines.of(seed);
          GoroutineRetention retention = new GoroutineRetention(DominatorTree.of(heap.graph()));
          for (GoroutineGroups.Group group :
              GoroutineGroups.of(heap.graph().process(), goroutine -> true)) {
            assertThat(retention.retainedBy(group))
                .isEqualTo(freed(heap, heap.alike(group.indexes().getInt(0))));
          }
        });
  }

  @Test
  void objects_are_live_and_dominated_as_pointers_alone_say() {
    Seeds.forEach(
        2000,
        seed -> {
          RandomGoroutines heap = RandomGoroutines.of(seed);
          DominatorTree tree = DominatorTree.of(heap.graph());
          BitSet live = heap.reachableWithout(-1);
          BitSet[] dominated = new BitSet[heap.objects()];
          for (int object = 0; object < heap.objects(); object++) {
            assertThat(tree.isLive(object)).isEqualTo(live.get(object));
            dominated[object] = (BitSet) live.clone();
            dominated[object].andNot(heap.reachableWithout(object));
            assertThat(tree.retainedByObject(object)).isEqualTo(heap.bytes(dominated[object]));
          }
          for (int object : live.stream().toArray()) {
            assertThat(tree.dominatingObject(object)).isEqualTo(nearest(dominated, object));
          }
        });
  }

  /** The dominator of an object that dominates least. */
  private static int nearest(BitSet[] dominated, int object) {
    return IntStream.range(0, dominated.length)
        .filter(other -> other != object && dominated[other].get(object))
        .boxed()
        .min(Comparator.comparingInt(other -> dominated[other].cardinality()))
        .orElse(-1);
  }
}
