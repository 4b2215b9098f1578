package dev.godump.heap.roots;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.RealDump;
import dev.godump.dump.RealProgram;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.GoroutineLabels.LabelSet;
import dev.godump.types.program.Program;
import dev.godump.types.value.Label;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoroutineLabelsTest {
  private static Map<String, String> byFacts(RealDump dump, long goroutine) throws IOException {
    Map<String, String> labels = new TreeMap<>();
    for (JsonNode label : dump.facts().get("labels")) {
      if (label.get("goroutine").asLong() == goroutine) {
        labels.put(label.get("key").asText(), label.get("value").asText());
      }
    }
    return labels;
  }

  private static Map<String, String> texts(LabelSet set) {
    Map<String, String> labels = new TreeMap<>();
    for (Label label : set.labels().orElseThrow()) {
      labels.put(label.key().text(), label.value().text());
    }
    return labels;
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.27"})
  void every_goroutine_has_the_labels_that_the_program_gave_it(String release) throws IOException {
    RealDump dump = RealDump.of(release + "/labels");
    try (HeapGraph graph = dump.graph()) {
      Program program = RealProgram.program(release + "/labels", graph);
      GoroutineLabels labels = GoroutineLabels.of(graph, Optional.of(program));
      List<Goroutine> goroutines = graph.process().goroutines();
      for (int i = 0; i < goroutines.size(); i++) {
        LabelSet set = labels.get(labels.setOf(i));
        assertThat(set.isKnown()).isTrue();
        assertThat(texts(set)).isEqualTo(byFacts(dump, goroutines.get(i).id()));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void without_the_executable_labels_have_the_right_lengths_and_the_texts_made_at_run_time(
      String release) throws IOException {
    RealDump dump = RealDump.of(release + "/labels");
    try (HeapGraph graph = dump.graph()) {
      GoroutineLabels labels = GoroutineLabels.of(graph, Optional.empty());
      List<Goroutine> goroutines = graph.process().goroutines();
      int unknown = 0;
      for (int i = 0; i < goroutines.size(); i++) {
        Map<String, String> facts = byFacts(dump, goroutines.get(i).id());
        List<Label> read = labels.get(labels.setOf(i)).labels().orElseThrow();
        assertThat(read.stream().map(label -> label.key().length()).sorted())
            .isEqualTo(facts.keySet().stream().map(key -> (long) key.length()).sorted().toList());
        for (Label label : read) {
          if (label.key().isKnown() && label.value().isKnown()) {
            assertThat(facts).containsEntry(label.key().text(), label.value().text());
          } else {
            unknown++;
          }
        }
      }
      assertThat(unknown).isPositive();
    }
  }

  static List<RealDump> dumps() throws IOException {
    return RealDump.below("", 3).stream()
        .filter(dump -> dump.hasFacts() && !dump.toString().endsWith("labels"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void goroutines_of_programs_without_labels_have_none_on_any_machine(RealDump dump)
      throws IOException {
    try (HeapGraph graph = dump.graph()) {
      GoroutineLabels labels = GoroutineLabels.of(graph, Optional.empty());
      boolean named = graph.process().version().isPresent();
      assertThat(labels.isAvailable()).isEqualTo(named);
      for (int i = 0; i < graph.process().goroutines().size(); i++) {
        LabelSet set = labels.get(labels.setOf(i));
        assertThat(set.labels().map(List::size))
            .isEqualTo(named ? Optional.of(0) : Optional.empty());
      }
    }
  }

  @Test
  void goroutines_are_grouped_by_one_key() throws IOException {
    RealDump dump = RealDump.of("go1.27/labels");
    try (HeapGraph graph = dump.graph()) {
      Program program = RealProgram.program("go1.27/labels", graph);
      GoroutineLabels byTenant = GoroutineLabels.of(graph, Optional.of(program)).withKey("tenant");
      Map<Map<String, String>, Integer> counts = new HashMap<>();
      for (int i = 0; i < graph.process().goroutines().size(); i++) {
        counts.merge(texts(byTenant.get(byTenant.setOf(i))), 1, Integer::sum);
      }
      assertThat(counts)
          .containsEntry(Map.of("tenant", "acme"), 4)
          .containsEntry(Map.of("tenant", "globex"), 2)
          .hasSize(5);
    }
  }
}
