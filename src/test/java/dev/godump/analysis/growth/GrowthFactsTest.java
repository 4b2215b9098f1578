package dev.godump.analysis.growth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.analysis.Cut;
import dev.godump.analysis.growth.Growth.Row;
import dev.godump.dump.RealDump;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.histogram.Measure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares three dumps of one run with the facts that the program knew at each dump. */
class GrowthFactsTest {
  private static final int DUMPS = 3;

  private static Growth growth(String release) throws IOException {
    List<HeapProfile> profiles = new ArrayList<>();
    for (int i = 1; i <= DUMPS; i++) {
      try (HeapGraph graph = dump(release, i).graph()) {
        profiles.add(HeapProfile.of(Heap.of(graph)));
      }
    }
    return Growth.of(profiles, false);
  }

  private static RealDump dump(String release, int number) {
    return RealDump.of(release + "/growth-" + number);
  }

  private static List<Long> facts(String release, String name, long unit) throws IOException {
    List<Long> counts = new ArrayList<>();
    for (int i = 1; i <= DUMPS; i++) {
      counts.add(dump(release, i).facts().get("counts").get(name).asLong() * unit);
    }
    return counts;
  }

  private static List<Long> series(Row row, Measure measure) {
    return row.series().stream().map(amount -> amount.get(measure)).toList();
  }

  private static Row row(Growth growth, Dimension by, String key) {
    return growth.rows(by, Measure.BYTES).stream()
        .filter(row -> row.key().matches(key))
        .findFirst()
        .orElseThrow();
  }

  private static Row global(Growth growth, String release, String name) throws IOException {
    for (JsonNode retained : dump(release, 1).facts().get("retained_by")) {
      if (retained.path("global").asText().equals(name)) {
        long address = Long.decode(retained.get("global_address").asText());
        try (HeapGraph graph = dump(release, 1).graph()) {
          return row(
              growth,
              Dimension.GLOBAL,
              "\\Q" + Cut.ofGlobal(graph, address).orElseThrow().name() + "\\E");
        }
      }
    }
    throw new AssertionError(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.22", "go1.24", "go1.27"})
  void the_growth_that_a_program_caused_is_found(String release) throws IOException {
    Growth growth = growth(release);
    assertThat(growth.buildDifferences()).isEmpty();

    Row workers = row(growth, Dimension.GOROUTINE, ".*main\\.worker.*");
    assertThat(series(workers, Measure.COUNT)).isEqualTo(facts(release, "main.worker", 1));
    assertThat(growth.rows(Dimension.GOROUTINE, Measure.RETAINED).get(0)).isEqualTo(workers);

    Row buffers = row(growth, Dimension.TYPE, "\\[]byte");
    List<Long> sessionBytes = facts(release, "session_buffer_bytes", 1);
    assertThat(buffers.delta().bytes())
        .isBetween(
            sessionBytes.get(sessionBytes.size() - 1) - sessionBytes.get(0),
            growth.heapDelta().bytes());
    assertThat(growth.rows(Dimension.TYPE, Measure.BYTES).get(0)).isEqualTo(buffers);

    Row sessions = global(growth, release, "main.sessions");
    assertThat(growth.rows(Dimension.GLOBAL, Measure.RETAINED).get(0)).isEqualTo(sessions);
    assertThat(sessions.onlyGrew(Measure.RETAINED)).isTrue();
    assertThat(global(growth, release, "main.catalogue").unchanged()).isTrue();

    Row allocated = growth.rows(Dimension.SITE, Measure.BYTES).get(0);
    assertThat(allocated.key()).startsWith("main.newSession ");
    assertThat(allocated.onlyGrew(Measure.COUNT)).isTrue();
  }
}
