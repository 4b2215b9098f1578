package dev.godump.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.dump.RealDump;
import dev.godump.format.DumpRecord;
import dev.godump.format.ObjectRecord;
import dev.godump.heap.dominators.Reachability;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares the graphs of dumps with the facts that the programs wrote about their own heaps. */
class ProgramFactsTest {
  /** Bytes of a variable, such as a sync.Map, with its address among the facts. */
  private static final long LARGEST_VARIABLE = 64;

  static List<RealDump> dumps() throws IOException {
    return RealDump.ofPrograms();
  }

  private static long address(JsonNode fact, String name) {
    return Long.decode(fact.get(name).asText());
  }

  private static String named(JsonNode fact) {
    return fact.get("name").asText() + " at " + fact.get("address").asText();
  }

  /** Returns the size of a value in memory; 0 where the program can't know. */
  private static long bytes(JsonNode object) {
    return object.get("kind").asText().equals("string")
        ? object.get("length").longValue()
        : object.get("type_size").longValue() * object.get("count").longValue();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void every_known_value_is_in_an_object_that_is_large_enough(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      ObjectTable objects = graph.objects();
      for (JsonNode fact : dump.facts().get("objects")) {
        long address = address(fact, "address");
        int id = objects.find(address);
        assertThat(id).as(named(fact)).isNotNegative();
        assertThat(address + bytes(fact))
            .as(named(fact))
            .isLessThanOrEqualTo(objects.address(id) + objects.size(id));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void every_pointer_is_listed_and_is_an_edge_if_its_target_is_an_object(RealDump dump)
      throws IOException {
    JsonNode facts = dump.facts();
    Map<String, Long> addresses = new HashMap<>();
    facts
        .get("objects")
        .forEach(fact -> addresses.put(fact.get("name").asText(), address(fact, "address")));
    try (HeapGraph graph = dump.graph()) {
      for (JsonNode fact : facts.get("objects")) {
        for (JsonNode pointer : fact.get("points_to")) {
          long target = address(pointer, "address");
          assertPointer(
              graph,
              address(fact, "address") + pointer.get("offset").longValue(),
              target,
              named(fact));
          if (pointer.has("name")) {
            assertThat(addresses).containsEntry(pointer.get("name").asText(), target);
          }
        }
      }
    }
  }

  private static void assertPointer(HeapGraph graph, long field, long value, String name)
      throws IOException {
    int id = graph.objects().find(field);
    ObjectRecord record = graph.record(id);
    long offset = field - graph.objects().address(id);
    assertThat(record.word(offset)).as(name).isEqualTo(value);
    assertThat(offsets(record)).as(name).contains(offset);
    int target = graph.objects().find(value);
    if (target >= 0) {
      assertThat(reached(graph, IntArrayList.of(id), 1)).as(name).contains(target);
    }
  }

  private static List<Long> offsets(ObjectRecord record) throws IOException {
    List<Long> offsets = new ArrayList<>();
    for (long offset = record.nextPointer(); offset >= 0; offset = record.nextPointer()) {
      offsets.add(offset);
    }
    return offsets;
  }

  /**
   * Returns everything within a number of steps along edges; the starts only if an edge leads back
   * to them.
   */
  private static IntOpenHashSet reached(HeapGraph graph, IntArrayList starts, int steps) {
    IntOpenHashSet reached = new IntOpenHashSet();
    IntArrayList from = starts;
    for (int step = 0; step < steps && !from.isEmpty(); step++) {
      IntArrayList next = new IntArrayList();
      for (int id : from) {
        for (long e = graph.edges().first(id); e >= 0; e = graph.edges().next(e)) {
          if (reached.add(graph.edges().target(e))) {
            next.add(graph.edges().target(e));
          }
        }
      }
      from = next;
    }
    return reached;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void everything_a_value_reaches_is_reached_along_edges(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      for (JsonNode fact : dump.facts().get("objects")) {
        if (fact.has("reaches")) {
          int id = graph.objects().find(address(fact, "address"));
          IntOpenHashSet reached = reached(graph, IntArrayList.of(id), Integer.MAX_VALUE);
          for (JsonNode target : fact.get("reaches")) {
            assertThat(reached)
                .as(named(fact))
                .contains(graph.objects().find(Long.decode(target.asText())));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void live_values_are_live_and_dead_ones_dead(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      Reachability live = Reachability.of(graph);
      for (JsonNode fact : dump.facts().get("objects")) {
        if (!fact.path("held_by_stack_object").asBoolean()) {
          int id = graph.objects().find(address(fact, "address"));
          assertThat(live.isLive(id)).as(named(fact)).isEqualTo(fact.get("live").asBoolean());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void everything_retained_by_a_variable_or_stack_is_reached_from_it(RealDump dump)
      throws IOException {
    JsonNode facts = dump.facts();
    Set<Long> unseen = heldByStackObjects(facts);
    try (HeapGraph graph = dump.graph()) {
      Map<Long, IntOpenHashSet> fromVariable = new HashMap<>();
      Map<Long, IntOpenHashSet> fromGoroutine = new HashMap<>();
      for (JsonNode fact : facts.get("retained_by")) {
        IntOpenHashSet reached =
            fact.has("global")
                ? fromVariable.computeIfAbsent(
                    address(fact, "global_address"), at -> fromVariable(graph, at))
                : fromGoroutine.computeIfAbsent(
                    fact.get("goroutine").longValue(), id -> fromGoroutine(graph, id));
        if (!unseen.contains(address(fact, "address"))) {
          assertThat(reached)
              .as(fact.toString())
              .contains(graph.objects().find(address(fact, "address")));
        }
      }
    }
  }

  private static Set<Long> heldByStackObjects(JsonNode facts) {
    Set<Long> held = new HashSet<>();
    for (JsonNode object : facts.get("objects")) {
      if (object.path("held_by_stack_object").asBoolean()) {
        held.add(address(object, "address"));
      }
    }
    return held;
  }

  private static IntOpenHashSet fromVariable(HeapGraph graph, long address) {
    IntArrayList starts = new IntArrayList();
    for (int root = 0; root < graph.roots().count(); root++) {
      RootKind kind = graph.roots().kind(root);
      if (kind == RootKind.DATA || kind == RootKind.BSS) {
        DumpRecord.Segment segment =
            graph.process().segments().get(graph.roots().recordIndex(root));
        long offset = segment.address() + graph.roots().offset(root) - address;
        if (offset >= 0 && offset < LARGEST_VARIABLE) {
          starts.add(graph.roots().target(root));
        }
      }
    }
    return withStarts(graph, starts);
  }

  private static IntOpenHashSet fromGoroutine(HeapGraph graph, long id) {
    IntArrayList starts = new IntArrayList();
    List<Goroutine> goroutines = graph.process().goroutines();
    for (int root = 0; root < graph.roots().count(); root++) {
      if (graph.roots().kind(root) == RootKind.FRAME
          && goroutines
                  .get(graph.process().frames().goroutine(graph.roots().recordIndex(root)))
                  .id()
              == id) {
        starts.add(graph.roots().target(root));
      }
    }
    return withStarts(graph, starts);
  }

  private static IntOpenHashSet withStarts(HeapGraph graph, IntArrayList starts) {
    IntOpenHashSet all = reached(graph, starts, Integer.MAX_VALUE);
    all.addAll(starts);
    return all;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void sampled_values_have_their_allocation_site(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      for (JsonNode fact : dump.facts().get("objects")) {
        if (fact.has("allocated_by")) {
          int id = graph.objects().find(address(fact, "address"));
          assertThat(graph.process().profile().bucketOf(id)).as(named(fact)).isPresent();
          assertThat(graph.process().profile().bucketOf(id).orElseThrow().stack())
              .as(named(fact))
              .extracting(DumpRecord.StackEntry::function)
              .contains(fact.get("allocated_by").asText());
        }
      }
    }
  }
}
