package dev.godump.types.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.HeapTypes;
import dev.godump.types.inference.TypeInference;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Values of objects, which start after the malloc header of larger objects with pointers. */
class ObjectWordsTest {
  private static final long OBJECT = 0xc000000000L;
  private static final long OTHER = 0xc000001000L;

  @Test
  void a_larger_value_with_pointers_starts_after_the_header_since_go_1_22() throws IOException {
    assertValue("go1.24.0", 1024, 8);
    assertValue("go1.22.0", 576, 8);
  }

  @Test
  void other_values_start_where_their_slot_does() throws IOException {
    assertValue("go1.24.0", 512, 0);
    assertValue("go1.21.0", 1024, 0);
    assertValue("go1.24.0", 40960, 0);
  }

  private static void assertValue(String version, int size, int header) throws IOException {
    DumpWriter dump = DumpWriter.go(version);
    dump.object(OBJECT, dump.memory(size).word(0, 7).pointer(header, OTHER).word(header + 8, 9))
        .object(OTHER, 64);
    try (HeapGraph graph = GraphLoader.load(dump.source(), position -> {})) {
      HeapTypes types = TypeInference.infer(graph).types();
      assertThat(types.valueAddress(0)).isEqualTo(OBJECT + header);
      ObjectWords words = types.words();
      words.open(0);
      assertThat(words.size()).isEqualTo(size - header);
      assertThat(words.word(0)).isEqualTo(OTHER);
      assertThat(words.number(8, 1)).isEqualTo(9);
      assertThat(words.hasWord(size - header - 8L)).isTrue();
      assertThat(words.hasWord(size - header - 7L)).isFalse();
      byte[] bytes = new byte[9];
      assertThat(words.read(bytes, 9)).isEqualTo(9);
      assertThat(bytes[8]).isEqualTo((byte) 9);
    }
  }
}
