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

/** Slices of bytes in 40 messages, each of an array of 4 KiB of its own. */
class PinnedArraysTest {
  private static final long LIST = 0xc000000000L;
  private static final long MESSAGES = 0xc000010000L;
  private static final long BODIES = 0xc000020000L;
  private static final long ARRAYS = 0xc000100000L;
  private static final long BSS = 0x600000;
  private static final int COUNT = 40;
  private static final int MESSAGE = 512;
  private static final int ARRAY = 4096;

  /**
   * The causes for a list of messages.
   *
   * @param slices number of slices of 128 bytes in a message, one after another in its array
   * @param whole whether a message leads to an object with a slice of the whole array
   */
  private static List<LeakCause> causes(int slices, boolean whole) throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    Memory list = dump.memory(8 * COUNT);
    for (int i = 0; i < COUNT; i++) {
      list.pointer(8 * i, MESSAGES + (long) MESSAGE * i);
    }
    dump.object(LIST, list);
    for (int i = 0; i < COUNT; i++) {
      long array = ARRAYS + (long) ARRAY * i;
      Memory message = dump.memory(MESSAGE);
      for (int slice = 0; slice < slices; slice++) {
        slice(message, 24 * slice, array + 128L * slice, 128, ARRAY - 128L * slice);
      }
      if (whole) {
        message.pointer(MESSAGE - 8, BODIES + 32L * i);
      }
      dump.object(MESSAGES + (long) MESSAGE * i, message);
    }
    for (int i = 0; whole && i < COUNT; i++) {
      Memory body = dump.memory(32);
      slice(body, 0, ARRAYS + (long) ARRAY * i, ARRAY, ARRAY);
      dump.object(BODIES + 32L * i, body);
    }
    for (int i = 0; i < COUNT; i++) {
      dump.object(ARRAYS + (long) ARRAY * i, ARRAY);
    }
    Memory bss = dump.memory(24);
    slice(bss, 0, LIST, COUNT, COUNT);
    try (HeapGraph graph = GraphLoader.load(dump.bss(BSS, bss).source(), position -> {})) {
      return LeakSuspects.of(
              graph,
              TypeInference.infer(graph).types(),
              DominatorTree.of(graph),
              Optional.empty(),
              IntList.of(),
              8L * ARRAY,
              List.of())
          .get(0)
          .causes();
    }
  }

  private static void slice(Memory memory, int at, long address, long length, long capacity) {
    memory.pointer(at, address).word(at + 8, length).word(at + 16, capacity);
  }

  @Test
  void a_short_slice_keeps_a_large_array_alive() throws IOException {
    assertThat(causes(1, false)).containsExactly(new LeakCause.ArraysPinned(128, ARRAY));
  }

  @Test
  void what_several_slices_use_is_added_up() throws IOException {
    assertThat(causes(4, false)).containsExactly(new LeakCause.ArraysPinned(4 * 128, ARRAY));
    assertThat(causes(16, false)).isEmpty();
  }

  @Test
  void an_array_that_another_object_uses_is_not_kept_for_the_short_slice() throws IOException {
    assertThat(causes(1, true)).isEmpty();
  }
}
