package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Memory;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class UnnamedTypesTest {
  private static final long POINTER_TYPE = 0x601000;
  private static final long ARRAY = 0xc000002000L;
  private static final long VALUE = 0xc000004000L;

  @Test
  void an_array_of_pointers_and_their_target_have_different_names() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.0");
    Memory array = dump.memory(1024).word(0, POINTER_TYPE);
    for (int at = 8; at < 1024; at += 8) {
      array.pointer(at, VALUE);
    }
    dump.object(ARRAY, array).object(VALUE, dump.memory(48).pointer(40, ARRAY));
    dump.type(new DumpRecord.Type(POINTER_TYPE, 8, "main.", true));
    dump.data(0x500000, dump.memory(16).word(0, POINTER_TYPE).pointer(8, VALUE));
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      HeapTypes types = TypeInference.infer(graph).types();
      assertThat(types.typeOf(graph.objects().find(ARRAY)))
          .map(ObjectType::name)
          .hasValue("type{ptrs@0 of 8 B}");
      assertThat(types.typeOf(graph.objects().find(VALUE)))
          .map(ObjectType::name)
          .hasValue("main.?{ptrs@40 of 48 B}");
    }
  }
}
