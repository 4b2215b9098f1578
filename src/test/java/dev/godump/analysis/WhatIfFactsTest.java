package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.RealDump;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Cuts the owner of a leak that the leaking program knows, and checks that the leak is freed. */
class WhatIfFactsTest {

  static List<RealDump> leaks() throws IOException {
    List<RealDump> leaks = new ArrayList<>();
    for (RealDump dump : RealDump.ofPrograms()) {
      JsonNode holder = dump.facts().path("leak").path("holder");
      if (holder.has("global_address")
          || (holder.has("goroutine_function") && !holder.path("finalizer_queue").asBoolean())) {
        leaks.add(dump);
      }
    }
    assertThat(leaks).hasSizeGreaterThan(20);
    return leaks;
  }

  private static List<Cut> cuts(HeapGraph graph, JsonNode holder) {
    if (holder.has("global_address")) {
      return List.of(
          Cut.ofGlobal(graph, Long.decode(holder.get("global_address").asText())).orElseThrow());
    }
    String function = holder.get("goroutine_function").asText();
    return graph.process().goroutines().stream()
        .filter(goroutine -> runs(graph, goroutine, function))
        .map(goroutine -> Cut.ofGoroutine(graph, goroutine.id()).orElseThrow())
        .toList();
  }

  private static boolean runs(HeapGraph graph, Goroutine goroutine, String function) {
    return IntStream.range(goroutine.firstFrame(), goroutine.firstFrame() + goroutine.frameCount())
        .anyMatch(frame -> graph.process().frames().function(frame).equals(function));
  }

  @ParameterizedTest
  @MethodSource("leaks")
  void a_leak_is_freed_without_its_owner(RealDump dump) throws IOException {
    JsonNode leak = dump.facts().get("leak");
    try (HeapGraph graph = dump.graph()) {
      List<Cut> cuts = cuts(graph, leak.get("holder"));
      WhatIf answer = WhatIf.of(Heap.of(graph), cuts);
      assertThat(answer.freed().bytes())
          .isGreaterThanOrEqualTo(leak.get("retained_at_least").asLong());
      assertThat(answer.freed().objects())
          .isGreaterThanOrEqualTo(leak.get("objects_at_least").asLong());
      assertThat(answer.remaining().bytes())
          .isEqualTo(answer.live().bytes() - answer.freed().bytes());
    }
  }
}
