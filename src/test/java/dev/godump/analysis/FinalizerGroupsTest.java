package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FinalizerGroupsTest {
  private static final long A = 0xc000000000L;
  private static final long B = A + 64;
  private static final long C = A + 128;
  private static final long D = A + 192;
  private static final long FUNCTION = 0x4b0000;

  static List<RealDump> dumps() throws IOException {
    return RealDump.ofPrograms();
  }

  private static List<FinalizerGroups.Group> groups(HeapGraph graph) {
    Heap heap = Heap.of(graph);
    return FinalizerGroups.of(
        graph, heap.reachability(), new FinalizerRetention(graph, heap.tree()));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void groups_count_at_least_the_finalizers_that_the_program_remembers(RealDump dump)
      throws IOException {
    Map<String, Integer> expected = new HashMap<>();
    for (JsonNode fact : dump.facts().get("finalizers")) {
      long entry = Long.decode(fact.get("entry_pc").asText());
      if (entry != 0) {
        expected.merge(fact.get("state").asText() + " " + entry, 1, Integer::sum);
      }
    }
    try (HeapGraph graph = dump.graph()) {
      Map<String, Integer> found = new HashMap<>();
      for (FinalizerGroups.Group group : groups(graph)) {
        boolean queued = group.example().kind() == RecordKind.QUEUED_FINALIZER;
        String key = (queued ? "queued" : "registered") + " " + group.example().entry();
        found.merge(key, group.count(), Integer::sum);
      }
      expected.forEach(
          (key, count) ->
              assertThat(found.getOrDefault(key, 0)).as(key).isGreaterThanOrEqualTo(count));
      assertThat(found.values().stream().mapToInt(count -> count).sum())
          .isEqualTo(graph.process().finalizers().size());
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void groups_of_registered_finalizers_retain_what_each_retains(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      FinalizerRetention each = new FinalizerRetention(graph, Heap.of(graph).tree());
      for (FinalizerGroups.Group group : groups(graph)) {
        if (group.example().kind() == RecordKind.FINALIZER) {
          long sum =
              graph.process().finalizers().stream()
                  .filter(f -> f.kind() == RecordKind.FINALIZER)
                  .filter(f -> f.entry() == group.example().entry())
                  .filter(f -> f.objectType() == group.example().objectType())
                  .mapToLong(f -> each.of(f) == null ? 0 : each.of(f))
                  .sum();
          assertThat(group.retained()).isEqualTo(sum);
        }
      }
    }
  }

  @Test
  void a_queued_object_behind_another_is_counted_once() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, dump.memory(64).pointers(B));
    dump.object(B, dump.memory(64).pointers(C));
    dump.object(C, dump.memory(64));
    dump.object(D, dump.memory(64));
    dump.queuedFinalizer(A, FUNCTION).queuedFinalizer(C, FUNCTION).queuedFinalizer(D, FUNCTION);
    dump.bss(0x600000, dump.memory(8));
    HeapGraph graph = GraphLoader.load(dump.source(), position -> {});

    // the queue points at C itself, so A retains only A and B
    assertThat(groups(graph))
        .singleElement()
        .satisfies(
            group -> {
              assertThat(group.count()).isEqualTo(3);
              assertThat(group.live()).isEqualTo(3);
              assertThat(group.retained()).isEqualTo(4 * 64);
            });
  }

  @Test
  void groups_that_retain_most_come_first() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, dump.memory(64));
    dump.object(B, dump.memory(64).pointers(C));
    dump.object(C, dump.memory(64));
    dump.queuedFinalizer(A, FUNCTION).finalizer(B, FUNCTION);
    dump.bss(0x600000, dump.memory(8).pointers(B));
    HeapGraph graph = GraphLoader.load(dump.source(), position -> {});

    assertThat(groups(graph)).extracting(FinalizerGroups.Group::retained).containsExactly(64L, 0L);
    assertThat(groups(graph))
        .extracting(group -> group.example().kind())
        .containsExactly(RecordKind.QUEUED_FINALIZER, RecordKind.FINALIZER);
  }
}
