package dev.godump.analysis.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Memory;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.types.inference.TypeInference;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Slices in the BSS segment of an array of 64 pointers, each to an object of 1 KiB. */
class HiddenSlotsTest {
  private static final long ARRAY = 0xc000000000L;
  private static final long ITEMS = 0xc000100000L;
  private static final long BSS = 0x600000;
  private static final int COUNT = 64;
  private static final int ITEM = 1024;

  /** The causes for an array whose slices have the given first elements, lengths, capacities. */
  private static List<LeakCause> causes(int[]... slices) throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    Memory array = dump.memory(8 * COUNT);
    for (int i = 0; i < COUNT; i++) {
      array.pointer(8 * i, ITEMS + (long) ITEM * i);
    }
    dump.object(ARRAY, array);
    for (int i = 0; i < COUNT; i++) {
      dump.object(ITEMS + (long) ITEM * i, ITEM);
    }
    Memory bss = dump.memory(24 * slices.length);
    for (int i = 0; i < slices.length; i++) {
      bss.pointer(24 * i, ARRAY + 8L * slices[i][0]);
      bss.word(24 * i + 8, slices[i][1]);
      bss.word(24 * i + 16, slices[i][2]);
    }
    try (HeapGraph graph = GraphLoader.load(dump.bss(BSS, bss).source(), position -> {})) {
      return LeakSuspects.of(
              graph,
              TypeInference.infer(graph).types(),
              DominatorTree.of(graph),
              Optional.empty(),
              IntList.of(),
              8 * ITEM,
              List.of())
          .get(0)
          .causes();
    }
  }

  private static int[] slice(int first, int length, int capacity) {
    return new int[] {first, length, capacity};
  }

  @Test
  void elements_in_front_of_a_slice_keep_objects_alive() throws IOException {
    assertThat(causes(slice(60, 4, 4)))
        .containsExactly(new LeakCause.ConsumedFront(60, 4, 60L * ITEM, true));
  }

  @Test
  void elements_behind_the_length_keep_objects_alive() throws IOException {
    assertThat(causes(slice(0, 4, COUNT)))
        .containsExactly(new LeakCause.HiddenSlots(4, COUNT, 60, 60L * ITEM, true));
  }

  @Test
  void a_queue_in_the_middle_of_its_array_has_both() throws IOException {
    assertThat(causes(slice(30, 4, 34)))
        .containsExactly(
            new LeakCause.HiddenSlots(4, 34, 30, 30L * ITEM, true),
            new LeakCause.ConsumedFront(30, 4, 30L * ITEM, true));
  }

  @Test
  void elements_of_any_slice_are_not_hidden() throws IOException {
    assertThat(causes(slice(60, 4, 4), slice(0, COUNT, COUNT))).isEmpty();
    assertThat(causes(slice(0, 32, COUNT), slice(32, 32, 32))).isEmpty();
  }

  @Test
  void words_that_are_not_a_slice_of_the_array_show_nothing() throws IOException {
    assertThat(causes(slice(60, 4, 5))).isEmpty();
    assertThat(causes(slice(60, 5, 4))).isEmpty();
    assertThat(causes(slice(60, -1, 4))).isEmpty();
    assertThat(causes(slice(60, 0, 0))).isEmpty();
    assertThat(causes(slice(60, 4, 4), slice(2, 1, 3))).isEmpty();
  }
}
