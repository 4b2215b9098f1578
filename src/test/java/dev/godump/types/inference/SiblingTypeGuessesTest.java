package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.Certainty;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SiblingTypeGuessesTest {
  private static final long LIST = 0xc000000000L;
  private static final long OTHER = 0xc000000100L;
  private static final long FIRST = 0xc000001000L;
  private static final int SLOT = 416;

  /** Three objects of one shape, the first of them a goroutine in the dump. */
  private static HeapGraph graph() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.20.3", Machine.AMD64);
    dump.object(LIST, dump.memory(16).pointer(0, FIRST).pointer(8, FIRST + SLOT));
    dump.object(OTHER, dump.memory(32).pointer(16, FIRST + 2 * SLOT));
    for (int i = 0; i < 3; i++) {
      dump.object(FIRST + (long) i * SLOT, dump.memory(SLOT).pointer(32, 0).pointer(40, 0));
    }
    Memory data = dump.memory(16).pointer(0, LIST).pointer(8, OTHER);
    return GraphLoader.load(
        dump.data(0x500000, data)
            .goroutine(
                new DumpRecord.Goroutine(
                    FIRST, 0x7f0000, 7, 0, 4, false, false, 0, "select", 0, 0, 0, 0))
            .source(),
        position -> {});
  }

  private static ObjectType type(HeapGraph graph, HeapTypes types, int index) {
    return types.typeOf(graph.objects().find(FIRST + (long) index * SLOT)).orElse(null);
  }

  @Test
  void objects_of_one_shape_that_the_same_field_points_at_get_one_type() throws IOException {
    try (HeapGraph graph = graph()) {
      HeapTypes types = TypeInference.infer(graph).types();
      assertThat(type(graph, types, 0)).isEqualTo(new ObjectType("runtime.g", Certainty.EXACT));
      assertThat(type(graph, types, 1)).isEqualTo(new ObjectType("runtime.g", Certainty.GUESS));
    }
  }

  @Test
  void objects_of_one_shape_that_other_fields_point_at_stay_untyped() throws IOException {
    try (HeapGraph graph = graph()) {
      assertThat(type(graph, TypeInference.infer(graph).types(), 2)).isNull();
    }
  }
}
