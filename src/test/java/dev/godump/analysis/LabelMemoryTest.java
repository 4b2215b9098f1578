package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.RealDump;
import dev.godump.dump.RealProgram;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.roots.GoroutineGroups;
import dev.godump.heap.roots.GoroutineGroups.Group;
import dev.godump.heap.roots.GoroutineLabels;
import dev.godump.types.value.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelMemoryTest {
  private static long freed(Heap heap, List<Goroutine> goroutines) throws IOException {
    List<Cut> cuts = new ArrayList<>();
    for (Goroutine goroutine : goroutines) {
      cuts.add(Cut.ofGoroutine(heap.graph(), goroutine.id()).orElseThrow());
    }
    return WhatIf.of(heap, cuts).freed().bytes();
  }

  private static List<Goroutine> with(
      HeapGraph graph, GoroutineLabels labels, GoroutineLabels.LabelSet set) {
    List<Goroutine> found = new ArrayList<>();
    for (int i = 0; i < graph.process().goroutines().size(); i++) {
      if (labels.get(labels.setOf(i)).equals(set)) {
        found.add(graph.process().goroutines().get(i));
      }
    }
    return found;
  }

  static List<RealDump> dumps() throws IOException {
    return RealDump.below("", 3).stream().filter(RealDump::hasFacts).toList();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void labels_retain_what_cutting_their_goroutines_frees(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Heap heap = Heap.of(graph);
      GoroutineLabels labels = GoroutineLabels.of(graph, Optional.empty());
      LabelMemory memory = LabelMemory.of(heap, labels, goroutine -> true);
      assertThat(memory.rows()).hasSize(labels.count());
      for (LabelMemory.Row row : memory.rows()) {
        List<Goroutine> goroutines = with(graph, labels, row.labels());
        assertThat(row.goroutines()).isEqualTo(goroutines.size());
        assertThat(row.retained().bytes()).isEqualTo(freed(heap, goroutines));
        assertThat(row.reached().bytes()).isGreaterThanOrEqualTo(row.retained().bytes());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.27"})
  void labels_retain_and_reach_the_requests_that_the_program_served_under_them(String release)
      throws IOException {
    RealDump dump = RealDump.of(release + "/labels");
    JsonNode counts = dump.facts().get("counts");
    long request = counts.get("request").asLong();
    long cache = counts.get("cache").asLong();
    try (HeapGraph graph = dump.graph()) {
      Heap heap = Heap.of(graph);
      heap.setProgram(RealProgram.program(release + "/labels", graph));
      GoroutineLabels labels = GoroutineLabels.of(graph, heap.program());
      for (LabelMemory.Row row : LabelMemory.of(heap, labels, goroutine -> true).rows()) {
        long retained = row.retained().bytes();
        long reached = row.reached().bytes();
        switch (text(row)) {
          case "route=/orders tenant=acme" -> {
            // the cache is shared with globex
            assertThat(row.goroutines()).isEqualTo(counts.get("goroutines.acme.orders").asLong());
            assertThat(retained).isBetween(3 * request, 3 * request + cache / 2);
            assertThat(reached).isBetween(3 * request + cache, 3 * request + 3 * cache / 2);
          }
          case "tenant=globex" -> {
            assertThat(row.goroutines()).isEqualTo(counts.get("goroutines.globex").asLong());
            assertThat(retained).isBetween(2 * request, 2 * request + cache / 2);
            assertThat(reached).isBetween(2 * request + cache, 2 * request + 3 * cache / 2);
          }
          case "tenant=acme" -> {
            assertThat(row.goroutines()).isEqualTo(counts.get("goroutines.acme").asLong());
            assertThat(retained).isBetween(request + cache, request + 3 * cache / 2);
          }
          default -> {
            // what the program has no facts about
          }
        }
      }
    }
  }

  private static String text(LabelMemory.Row row) {
    return row.labels().labels().orElseThrow().stream()
        .map((Label label) -> label.key() + "=" + label.value())
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void parts_of_groups_retain_what_cutting_them_frees(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Heap heap = Heap.of(graph);
      List<Group> groups = GoroutineGroups.of(graph.process(), g -> g.id() % 3 != 0);
      GoroutineMemory memory = GoroutineMemory.of(heap);
      memory.measureParts(heap, groups);
      for (Group group : groups) {
        assertThat(memory.retainedBy(group)).hasValue(freed(heap, group.members()));
      }
    }
  }
}
