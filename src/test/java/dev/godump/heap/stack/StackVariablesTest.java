package dev.godump.heap.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.binary.file.Executables;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.heap.paths.Exclusions;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class StackVariablesTest {
  /** Objects that are allocated after the last collection, and then forgotten. */
  private static final int FORGOTTEN = 4;

  static List<RealDump> dumps() throws IOException {
    return RealDump.ofPrograms();
  }

  private static int objectOf(HeapGraph graph, JsonNode fact) {
    return graph.objects().find(Long.decode(fact.get("address").asText()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void the_executable_tells_what_variables_with_their_address_taken_hold(String version)
      throws IOException {
    RealDump dump = RealDump.of(version + "/types");
    try (HeapGraph graph = dump.graph();
        Program program =
            Program.of(Executables.open("testdata/" + version + "/types.program.zst"))) {
      Heap heap = Heap.of(graph);
      heap.setProgram(program);
      Heap kept = heap.unrecorded().keptByStackVariables().orElseThrow();
      int found = 0;
      for (JsonNode fact : dump.facts().get("objects")) {
        int object = objectOf(graph, fact);
        boolean onStack = fact.path("held_by_stack_object").asBoolean();
        if (onStack || fact.get("live").asBoolean()) {
          assertThat(heap.unrecorded().heapOf(object).part())
              .as(fact.get("name").asText())
              .isEqualTo(onStack ? HeapPart.STACK_VARIABLES : HeapPart.RECORDED);
        }
        if (onStack) {
          found++;
          var paths = kept.pathsAround(object, Exclusions.NONE);
          assertThat(paths.hasPath(object)).isTrue();
          assertThat(kept.graph().roots().kind(0)).isEqualTo(RootKind.FRAME);
        }
      }
      assertThat(found).isPositive();
      // the program had just collected: all else is alive
      assertThat(graph.objects().count() - heap.unrecorded().withStackVariables().liveObjects())
          .isLessThanOrEqualTo(FORGOTTEN);
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void without_the_executable_such_objects_are_maybe_alive(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Heap heap = Heap.of(graph);
      assertThat(heap.unrecorded().keptByStackVariables()).isEmpty();
      for (JsonNode fact : dump.facts().get("objects")) {
        if (fact.path("held_by_stack_object").asBoolean()) {
          assertThat(heap.unrecorded().heapOf(objectOf(graph, fact)).part())
              .as(fact.get("name").asText())
              .isEqualTo(HeapPart.MAYBE_STACK_VARIABLES);
        }
      }
    }
  }
}
