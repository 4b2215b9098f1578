package dev.godump.types;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ObjectTypesTest {

  static List<RealDump> programs() throws IOException {
    return RealDump.ofPrograms();
  }

  @ParameterizedTest
  @MethodSource("programs")
  void types_of_a_few_objects_are_those_that_all_of_the_dump_gives(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      ObjectTypes all = ObjectTypes.of(graph);
      IntArrayList wanted = new IntArrayList();
      for (int id = 0; id < graph.objects().count(); id += 3) {
        wanted.add(id);
      }
      ObjectTypes few = ObjectTypes.of(graph, wanted);
      for (int id : wanted) {
        assertThat(few.of(id)).isEqualTo(all.of(id));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void what_is_called_exact_is_what_the_program_knew(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      ObjectTypes types = ObjectTypes.of(graph);
      for (JsonNode fact : dump.facts().get("objects")) {
        int object = graph.objects().find(Long.parseUnsignedLong(fact.get("address").asText().substring(2), 16));
        boolean value = fact.path("kind").asText().matches("value|boxed") && fact.path("count").asInt() == 1;
        if (object >= 0 && value) {
          types
              .of(object)
              .filter(type -> type.certainty() == Certainty.EXACT)
              .ifPresent(type -> assertThat(type.name()).isEqualTo(fact.get("type").asText()));
        }
      }
    }
  }
}
