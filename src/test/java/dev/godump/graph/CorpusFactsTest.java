package dev.godump.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.RealDump;
import dev.godump.format.FormatException;
import dev.godump.format.RecordKind;
import dev.godump.heap.dominators.Reachability;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares dumps of many releases and machines with the counts of an independent program. */
class CorpusFactsTest {
  private static final Pattern RELEASE = Pattern.compile("go1\\.(\\d+)");

  static List<RealDump> withFacts() throws IOException {
    return RealDump.below("corpus", 2).stream().filter(RealDump::hasFacts).toList();
  }

  @Test
  void there_is_a_corpus() throws IOException {
    assertThat(withFacts()).hasSizeGreaterThan(20);
  }

  @ParameterizedTest
  @MethodSource("withFacts")
  void all_counts_equal_those_of_an_independent_program(RealDump dump) throws IOException {
    JsonNode facts = dump.facts();
    try (HeapGraph graph = dump.graph()) {
      Reachability live = Reachability.of(graph);
      assertThat(numbers(graph, live)).isEqualTo(numbers(facts));
      assertThat(records(graph)).isEqualTo(records(facts));
      assertThat(states(graph)).isEqualTo(counts(facts.get("goroutine_states")));
      assertThat(graph.loadResult().outcome().isComplete()).isTrue();
      assertThat(graph.loadResult().rootsRead()).isEqualTo(LoadResult.RootsRead.ALL);
      assertThat(graph.loadResult().warnings()).isEmpty();
    }
  }

  private static Map<String, Long> numbers(HeapGraph graph, Reachability live) {
    ProcessState process = graph.process();
    Roots roots = graph.roots();
    Map<String, Long> numbers = new TreeMap<>();
    numbers.put("objects", (long) graph.objects().count());
    numbers.put("phantoms", graph.loadResult().phantoms());
    numbers.put("bytes", graph.objects().bytes());
    numbers.put("edges", graph.edges().count());
    numbers.put("live_objects", (long) live.liveObjects());
    numbers.put("live_bytes", live.liveBytes());
    numbers.put("goroutines", (long) process.goroutines().size());
    numbers.put("finalizers", registered(process));
    numbers.put("memstats_heap_objects", process.memStats().orElseThrow().get("HeapObjects"));
    numbers.put(
        "distinct_root_targets",
        IntStream.range(0, roots.count()).map(roots::target).distinct().count());
    numbers.put(
        "root_fields_into_heap",
        IntStream.range(0, roots.count()).filter(r -> roots.offset(r) >= 0).count());
    numbers.put(
        "extra_root_pointers",
        IntStream.range(0, roots.count()).filter(r -> isExtra(graph, r)).count());
    return numbers;
  }

  /**
   * Whether a root is not a field of a segment or frame, nor referenced by an object with a
   * finalizer.
   */
  private static boolean isExtra(HeapGraph graph, int root) {
    Roots roots = graph.roots();
    if (roots.kind(root) == RootKind.FINALIZER) {
      long function = graph.process().finalizers().get(roots.recordIndex(root)).function();
      return graph.objects().find(function) == roots.target(root);
    }
    return roots.offset(root) < 0;
  }

  private static Map<String, Long> numbers(JsonNode facts) {
    Map<String, Long> numbers = new TreeMap<>();
    for (String name :
        List.of(
            "objects",
            "phantoms",
            "bytes",
            "edges",
            "live_objects",
            "live_bytes",
            "goroutines",
            "finalizers",
            "memstats_heap_objects",
            "distinct_root_targets",
            "root_fields_into_heap",
            "extra_root_pointers")) {
      numbers.put(name, facts.get(name).longValue());
    }
    return numbers;
  }

  private static long registered(ProcessState process) {
    return process.finalizers().stream().filter(f -> f.kind() == RecordKind.FINALIZER).count();
  }

  private static Map<String, Long> records(HeapGraph graph) {
    Map<String, Long> records = new TreeMap<>();
    graph.loadResult().records().forEach((kind, count) -> records.put(kind.label(), count));
    return records;
  }

  private static Map<String, Long> records(JsonNode facts) {
    return counts(facts.get("records"));
  }

  private static Map<String, Long> states(HeapGraph graph) {
    Map<String, Long> states = new TreeMap<>();
    for (Goroutine goroutine : graph.process().goroutines()) {
      states.merge(
          goroutine.record().status() + "/" + goroutine.record().waitReason(), 1L, Long::sum);
    }
    return states;
  }

  private static Map<String, Long> counts(JsonNode object) {
    Map<String, Long> counts = new TreeMap<>();
    object.properties().forEach(entry -> counts.put(entry.getKey(), entry.getValue().longValue()));
    return counts;
  }

  @ParameterizedTest
  @MethodSource("withFacts")
  void the_release_that_wrote_it_is_in_the_version_range(RealDump dump) throws IOException {
    Matcher directory = RELEASE.matcher(dump.toString());
    assertThat(directory.find()).isTrue();
    int release = Integer.parseInt(directory.group(1));
    try (HeapGraph graph = dump.graph()) {
      List<Integer> range =
          RELEASE
              .matcher(graph.process().versionRange())
              .results()
              .map(m -> Integer.valueOf(m.group(1)))
              .toList();
      assertThat(release).isBetween(range.get(0), range.get(range.size() - 1));
    }
  }

  @ParameterizedTest
  @MethodSource("withFacts")
  void every_object_can_be_looked_up_in_the_file(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      for (int id = 0; id < graph.objects().count(); id += 7) {
        assertThat(graph.record(id).address()).isEqualTo(graph.objects().address(id));
        assertThat(graph.record(id).size()).isEqualTo(graph.objects().size(id));
        assertThat(graph.shapes().get(graph.shapeIndex(id)).size())
            .isEqualTo(graph.objects().size(id));
      }
    }
  }

  @Test
  void a_dump_cut_by_a_crash_has_all_objects_but_unknown_liveness() throws IOException {
    try (HeapGraph graph = RealDump.of("corpus/go1.27/crash").graph()) {
      assertThat(graph.loadResult().outcome().problem()).isPresent();
      assertThat(graph.loadResult().rootsRead()).isEqualTo(LoadResult.RootsRead.TOO_FEW);
      assertThat(graph.objects().count()).isPositive();
      assertThat(graph.process().goroutines()).isNotEmpty();
      assertThat(graph.process().memStats()).isEmpty();
      assertThat(Reachability.of(graph).isKnown()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"corpus/go1.4/basic", "corpus/go1.6/basic"})
  void dumps_from_before_go_1_7_are_refused(String name) {
    assertThatThrownBy(() -> RealDump.of(name).graph())
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("the format of a Go before 1.7");
  }
}
