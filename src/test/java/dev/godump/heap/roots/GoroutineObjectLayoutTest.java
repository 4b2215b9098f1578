package dev.godump.heap.roots;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.file.Executables;
import dev.godump.binary.type.GoType;
import dev.godump.dump.RealDump;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectBytes;
import dev.godump.types.program.Program;
import dev.godump.types.program.ProgramTypes;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the sudogs found by pointers alone with those that the runtime's own layouts give. */
class GoroutineObjectLayoutTest {

  private static long offsetOf(GoType struct, String name) {
    return struct.fields().stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow()
        .offset();
  }

  /** The sudogs that a g waits on: g.waiting, linked by waitlink. */
  private static IntOpenHashSet linked(HeapGraph graph, GoType g, GoType sudog, int object)
      throws IOException {
    IntOpenHashSet found = new IntOpenHashSet();
    ObjectBytes bytes = new ObjectBytes(graph);
    bytes.open(object);
    int next = graph.objects().find(bytes.word(offsetOf(g, "waiting")));
    while (next >= 0 && found.add(next)) {
      bytes.open(next);
      next = graph.objects().find(bytes.word(offsetOf(sudog, "waitlink")));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "go1.19/types, go1.19/types",
    "go1.24/types, go1.24/types",
    "go1.27/types, go1.27/types",
    "go1.24/cleanups, go1.24/cleanups",
    "go1.27/waste, go1.27/waste"
  })
  void pointers_find_the_sudogs_that_the_layouts_give(String dump, String executable)
      throws IOException {
    try (HeapGraph graph = RealDump.of(dump).graph();
        Program program = Program.of(Executables.open("testdata/" + executable + ".program.zst"))) {
      ProgramTypes types = new ProgramTypes(program, graph);
      GoType g = types.resolve(types.named("runtime.g").orElseThrow());
      GoType sudog = types.resolve(types.named("runtime.sudog").orElseThrow());
      GoroutineObjects objects = RootOwners.of(graph).goroutineObjects();
      List<Goroutine> goroutines = graph.process().goroutines();
      for (int index = 0; index < goroutines.size(); index++) {
        int object = objects.g(index);
        assertThat(object)
            .isEqualTo(graph.objects().find(goroutines.get(index).record().address()));
        IntOpenHashSet expected = linked(graph, g, sudog, object);
        assertThat((List<Integer>) objects.waitRecords(index))
            .as("goroutine %d", goroutines.get(index).id())
            .containsAll(expected);
        ObjectBytes bytes = new ObjectBytes(graph);
        for (int record : objects.waitRecords(index)) {
          bytes.open(record);
          boolean isSudog = bytes.size() >= sudog.size() && bytes.size() < sudog.size() + 16;
          if (isSudog && !expected.contains(record)) {
            // of a semaphore: only the frame and the semaphore know it
            assertThat(graph.objects().find(bytes.word(offsetOf(sudog, "g")))).isEqualTo(object);
          }
        }
      }
    }
  }
}
