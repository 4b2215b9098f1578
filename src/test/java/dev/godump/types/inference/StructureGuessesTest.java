package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.types.HeapTypes;
import dev.godump.types.layout.HashMapOffsets;
import dev.godump.types.layout.SwissMapOffsets;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps that are recognized without an executable. */
class StructureGuessesTest {
  private static final long HEADER = 0xc0000000L;
  private static final long ENTRIES = 0xc0000100L;

  @ParameterizedTest
  @CsvSource({
    "go1.21.0, 8, 21, 48",
    "go1.21.0, 4, 21, 32",
    "go1.24.0 X:noswissmap, 8, 24, 64",
    "go1.24.0 X:noswissmap, 4, 24, 48"
  })
  void a_map_of_buckets_is_recognized_by_its_header(String version, int word, int minor, int slot)
      throws IOException {
    Machine machine = machine(word);
    HashMapOffsets at = HashMapOffsets.of(word, minor);
    Memory header =
        machine
            .memory(slot)
            .word(HashMapOffsets.COUNT, 3)
            .pointer(at.buckets(), ENTRIES)
            .pointer(at.oldbuckets(), 0)
            .pointer(at.extra(), 0);
    Memory bucket = machine.memory(80).word(0, 0x0a0908).pointer(72, 0);
    HeapTypes types = types(DumpWriter.go(version, machine).object(HEADER, header), bucket);
    assertThat(types.typeOf(0))
        .hasValueSatisfying(type -> assertThat(type.name()).isEqualTo("map[?]?"));
    assertThat(types.typeOf(1))
        .hasValueSatisfying(type -> assertThat(type.name()).isEqualTo("map[?]? buckets"));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 8})
  void a_small_swiss_map_is_recognized_by_its_header(int word) throws IOException {
    Machine machine = machine(word);
    SwissMapOffsets at = SwissMapOffsets.of(word);
    Memory header = machine.memory(at.size()).word(0, 3).pointer(at.dirPtr(), ENTRIES);
    Memory group = machine.memory(80).word(0, 0x0a0908).pointer(8, 0);
    HeapTypes types = types(DumpWriter.go("go1.24.0", machine).object(HEADER, header), group);
    assertThat(types.typeOf(0))
        .hasValueSatisfying(type -> assertThat(type.name()).isEqualTo("map[?]?"));
    assertThat(types.typeOf(1))
        .hasValueSatisfying(type -> assertThat(type.name()).isEqualTo("map[?]? groups"));
  }

  private static Machine machine(int word) {
    return word == 8 ? Machine.AMD64 : Machine.I386;
  }

  private static HeapTypes types(DumpWriter dump, Memory entries) throws IOException {
    try (HeapGraph graph = GraphLoader.load(dump.object(ENTRIES, entries).source(), p -> {})) {
      return TypeInference.infer(graph).types();
    }
  }
}
