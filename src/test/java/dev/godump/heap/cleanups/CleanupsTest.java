package dev.godump.heap.cleanups;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.analysis.CleanupGroups;
import dev.godump.binary.file.Executables;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.format.MemStats;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import dev.godump.heap.paths.Exclusions;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanupsTest {
  private static final int PROGRAM_CLEANUPS = 60 + 30 + 200;

  /** Package unique attaches cleanups since Go 1.25. */
  private static final int NAMES = 40;

  static List<RealDump> dumps() throws IOException {
    return RealDump.ofPrograms();
  }

  private static int objectAt(HeapGraph graph, JsonNode fact) {
    return graph.objects().find(Long.decode(fact.get("address").asText()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.24", "go1.25", "go1.26", "go1.27"})
  void what_only_cleanups_keep_alive_is_found_without_the_executable(String version)
      throws IOException {
    RealDump dump = RealDump.of(version + "/cleanups");
    try (HeapGraph graph = dump.graph()) {
      Heap heap = Heap.of(graph);
      int expected = PROGRAM_CLEANUPS + (version.compareTo("go1.25") >= 0 ? NAMES : 0);
      assertThat(heap.unrecorded().cleanups().count()).isEqualTo(expected);
      Heap kept = heap.unrecorded().keptByCleanups().orElseThrow();
      for (JsonNode fact : dump.facts().get("objects")) {
        int object = objectAt(graph, fact);
        boolean byCleanup = fact.path("kept_by_cleanup").asBoolean();
        assertThat(kept.tree().isLive(object)).as(fact.get("name").asText()).isEqualTo(byCleanup);
        if (byCleanup) {
          assertThat(heap.reachability().isLive(object)).isFalse();
          assertThat(kept.pathsAround(object, Exclusions.NONE).hasPath(object)).isTrue();
        }
      }
      // all that no recorded root reaches, but for two closures of package unique in Go 1.24
      assertThat(graph.objects().count() - heap.reachability().liveObjects())
          .isBetween(kept.tree().liveObjects(), kept.tree().liveObjects() + 2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.24", "go1.27"})
  void the_executable_names_functions_and_changes_nothing_else(String version) throws IOException {
    try (HeapGraph graph = RealDump.of(version + "/cleanups").graph();
        Program program =
            Program.of(Executables.open("testdata/" + version + "/cleanups.program.zst"))) {
      Heap heap = Heap.of(graph);
      heap.setProgram(program);
      assertThat(heap.unrecorded().cleanups())
          .isEqualTo(CleanupSearch.of(graph, heap.reachability(), Optional.empty()));
      CleanupGroups groups = CleanupGroups.of(heap);
      assertThat(groups.groups())
          .extracting(CleanupGroups.Group::function)
          .contains("main.connect.func1");
      assertThat(groups.groups().get(0).count()).isEqualTo(200);
      assertThat(groups.groups().get(0).retained()).isGreaterThan(200 * 4096);
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void without_AddCleanup_garbage_stays_garbage(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Heap heap = Heap.of(graph);
      Heap kept = heap.unrecorded().keptByCleanups().orElse(null);
      if (kept == null) {
        return;
      }
      for (JsonNode fact : dump.facts().get("objects")) {
        if (!fact.path("kept_by_cleanup").asBoolean()) {
          assertThat(kept.tree().isLive(objectAt(graph, fact))).as(fact.toString()).isFalse();
        }
      }
    }
  }

  @Test
  void a_shape_with_more_objects_than_there_are_cleanups_is_garbage() throws IOException {
    long heap = 0xc000000000L;
    DumpWriter dump = DumpWriter.go("go1.27.0");
    dump.bss(0x600000, dump.memory(8).pointer(0, heap)).object(heap, 64);
    for (int i = 1; i <= 2; i++) {
      dump.object(heap + 0x1000L * i, dump.memory(16).word(0, 0x401000).pointer(8, 0x4f0000));
      dump.object(heap + 0x1000L * i + 64, dump.memory(32).pointer(8, heap));
    }
    for (int i = 3; i <= 15; i++) {
      dump.object(heap + 0x1000L * i, 1024);
    }
    long[] figures = new long[MemStats.COUNT];
    figures[MemStats.names().indexOf("NextGC")] = 16 << 20;
    figures[MemStats.names().indexOf("HeapAlloc")] = 8 << 20;
    try (HeapGraph graph = GraphLoader.load(dump.memStats(figures).source(), position -> {})) {
      Heap whole = Heap.of(graph);
      assertThat(whole.unrecorded().cleanups().count()).isEqualTo(2);
      assertThat(whole.unrecorded().cleanups().arguments().size()).isEqualTo(2);
      assertThat(whole.unrecorded().keptByCleanups().orElseThrow().tree().liveBytes())
          .isEqualTo(2 * (16 + 32));
    }
  }

  @Test
  void older_releases_have_no_cleanups() throws IOException {
    try (HeapGraph graph = RealDump.of("go1.22/garbage").graph()) {
      assertThat(Heap.of(graph).unrecorded().keptByCleanups()).isEmpty();
      assertThat(CleanupGroups.of(Heap.of(graph)).groups()).isEmpty();
    }
  }

  @Test
  void what_cleanups_keep_has_dominators_of_its_own() throws IOException {
    RealDump dump = RealDump.of("go1.27/cleanups");
    try (HeapGraph graph = dump.graph()) {
      Heap heap = Heap.of(graph);
      long liveBytes = heap.tree().liveBytes();
      Heap kept = heap.unrecorded().keptByCleanups().orElseThrow();
      OptionalInt mapping = OptionalInt.empty();
      OptionalInt data = OptionalInt.empty();
      for (JsonNode fact : dump.facts().get("objects")) {
        if (fact.get("name").asText().equals("mapping[7]")) {
          mapping = OptionalInt.of(objectAt(graph, fact));
        } else if (fact.get("name").asText().equals("mapping.Data[7]")) {
          data = OptionalInt.of(objectAt(graph, fact));
        }
      }
      assertThat(kept.tree().dominatingObject(data.getAsInt())).isEqualTo(mapping.getAsInt());
      assertThat(kept.tree().retainedByObject(mapping.getAsInt())).isGreaterThan(4096);
      assertThat(heap.unrecorded().heapOf(data.getAsInt())).isSameAs(kept);
      assertThat(heap.tree().liveBytes()).isEqualTo(liveBytes);
      assertThat(heap.tree().retainedByObject(mapping.getAsInt())).isZero();
    }
  }
}
