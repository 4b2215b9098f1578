package dev.godump.analysis.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.signature.Signature;
import dev.godump.dump.RealDump;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.types.HeapTypes;
import dev.godump.types.inference.TypeInference;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LeakSuspectsTest {
  private static final Map<String, Kind> KINDS =
      Map.of(
          "leak_cache", Kind.MAP,
          "leak_closure", Kind.COLLECTION,
          "leak_finalizers", Kind.FINALIZERS,
          "leak_goroutines", Kind.GOROUTINES,
          "leak_senders", Kind.GOROUTINES,
          "leak_list", Kind.LIST,
          "leak_map_entry", Kind.TREE,
          "leak_pool", Kind.CHANNEL,
          "leak_subslice", Kind.COLLECTION,
          "leak_ticker", Kind.GOROUTINES);

  /**
   * The main cause of each, by its name in JSON; programs that only fill a collection have none.
   */
  private static final Map<String, String> CAUSES =
      Map.of(
          "leak_closure", "closures_kept",
          "leak_finalizers", "finalizer_stuck",
          "leak_goroutines", "one_channel",
          "leak_senders", "nobody_receives",
          "leak_pool", "channel_fills",
          "leak_subslice", "arrays_pinned",
          "leak_ticker", "timer_channels");

  static List<RealDump> leaks() throws IOException {
    return RealDump.ofPrograms().stream()
        .filter(dump -> dump.toString().contains("leak_"))
        .toList();
  }

  static List<RealDump> healthy() throws IOException {
    return RealDump.ofPrograms().stream()
        .filter(dump -> dump.toString().endsWith("healthy"))
        .toList();
  }

  private static List<LeakSuspect> suspects(HeapGraph graph, double percent) throws IOException {
    return suspects(graph, percent, List.of());
  }

  private static List<LeakSuspect> suspects(
      HeapGraph graph, double percent, List<LeakSuspect> besides) throws IOException {
    DominatorTree tree = DominatorTree.of(graph);
    HeapTypes types = TypeInference.infer(graph).types();
    return LeakSuspects.of(
        graph,
        types,
        tree,
        Optional.empty(),
        IntList.of(),
        (long) (tree.liveBytes() * percent / 100),
        besides);
  }

  private static String program(RealDump dump) {
    return dump.toString().replaceAll(".*/", "");
  }

  @ParameterizedTest
  @MethodSource("leaks")
  void the_first_suspect_of_a_leaking_program_is_the_owner_of_the_leak(RealDump dump)
      throws IOException {
    JsonNode leak = dump.facts().get("leak");
    try (HeapGraph graph = dump.graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      LeakSuspect first = suspects(graph, 10).get(0);
      assertThat(first.kind()).isEqualTo(KINDS.get(program(dump)));
      assertThat(first.cause().map(LeakCause::label))
          .isEqualTo(Optional.ofNullable(CAUSES.get(program(dump))));
      assertThat(first.retained())
          .isGreaterThanOrEqualTo(leak.get("retained_at_least").asLong() * 9 / 10);
      JsonNode holder = leak.get("holder");
      if (first.kind() == Kind.GOROUTINES) {
        assertThat(functions(graph, first)).contains(holder.get("goroutine_function").asText());
        assertThat(first.subject().name()).contains(holder.get("goroutine_function").asText());
        assertThat(first.goroutines().size()).isEqualTo(leak.get("group_count").asInt());
      }
      if (holder.has("address") && first.accumulationPoint().isPresent()) {
        int expected =
            graph
                .objects()
                .find(Long.parseUnsignedLong(holder.get("address").asText().substring(2), 16));
        assertThat(hangsOn(tree, first.accumulationPoint().getAsInt(), expected)).isTrue();
      }
    }
  }

  private static List<String> functions(HeapGraph graph, LeakSuspect suspect) {
    Goroutine goroutine = graph.process().goroutines().get(suspect.goroutines().getInt(0));
    Frames frames = graph.process().frames();
    return IntStream.range(0, goroutine.frameCount())
        .mapToObj(f -> frames.function(goroutine.firstFrame() + f))
        .toList();
  }

  private static boolean hangsOn(DominatorTree tree, int object, int holder) {
    for (int node = tree.node(object); node != DominatorTree.ROOT; node = tree.dominator(node)) {
      if (tree.object(node) == holder) {
        return true;
      }
    }
    return false;
  }

  private static LeakSuspect stackVariables(long bytes) {
    return LeakSuspect.notLive(
        LeakSuspect.Kind.STACK_VARIABLES,
        bytes,
        0,
        "stack variables",
        new Signature(true, "stack variables"),
        OptionalInt.empty(),
        Optional.empty(),
        List.of(new LeakCause.UnlistedVariables()));
  }

  @Test
  void what_is_not_counted_as_live_is_among_the_others_by_its_bytes() throws IOException {
    RealDump dump = RealDump.of("go1.24/leak");
    try (HeapGraph graph = dump.graph()) {
      long largest = suspects(graph, 10).get(0).retained();
      List<LeakSuspect> all =
          suspects(graph, 10, List.of(stackVariables(largest - 1), stackVariables(largest + 1)));
      assertThat(all.stream().map(LeakSuspect::retained).toList())
          .startsWith(largest + 1, largest, largest - 1);
    }
  }

  @ParameterizedTest
  @MethodSource("healthy")
  void a_healthy_program_has_no_suspects(RealDump dump) throws IOException {
    try (HeapGraph graph = dump.graph()) {
      assertThat(suspects(graph, 10)).isEmpty();
    }
  }

  @Test
  void a_struct_that_holds_the_parts_of_a_program_is_not_a_suspect() throws IOException {
    assertThat(
            suspects(
                TinyHeap.graph(
                    "root -> app, app -> a:256, app -> b:512, app -> c:1024, app -> d:2048"),
                60))
        .isEmpty();
  }

  @Test
  void one_large_object_is_a_suspect() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, a -> buffer:65536");
    LeakSuspect suspect = suspects(heap.graph(), 10).get(0);
    assertThat(suspect.kind()).isEqualTo(Kind.OBJECT);
    assertThat(suspect.accumulationPoint()).hasValue(heap.id("buffer"));
    assertThat(suspect.path().orElseThrow().steps()).hasSize(2);
  }

  @Test
  void a_large_object_next_to_one_that_takes_most_is_a_suspect_too() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> app, app -> large:65536, app -> smaller:16384");
    assertThat(suspects(heap.graph(), 10).stream().map(LeakSuspect::accumulationPoint))
        .containsExactly(OptionalInt.of(heap.id("large")), OptionalInt.of(heap.id("smaller")));
    assertThat(suspects(heap.graph(), 30)).hasSize(1);
  }

  @Test
  void a_list_is_reported_at_its_head() throws IOException {
    StringBuilder text = new StringBuilder("root -> owner:128, owner -> n0");
    for (int i = 1; i < 300; i++) {
      text.append(", n").append(i - 1).append(" -> n").append(i);
    }
    TinyHeap heap = TinyHeap.of(text.toString());
    LeakSuspect suspect = suspects(heap.graph(), 10).get(0);
    assertThat(suspect.kind()).isEqualTo(Kind.LIST);
    assertThat(suspect.accumulationPoint()).hasValue(heap.id("n0"));
  }

  @Test
  void similar_objects_of_many_words_without_names_are_a_group() throws IOException {
    StringBuilder text = new StringBuilder("root -> other:64");
    for (int i = 0; i < 100; i++) {
      text.append(", root -> a%d:128, a%d -> data%d:1024".formatted(i, i, i));
    }
    LeakSuspect suspect = suspects(TinyHeap.graph(text.toString()), 10).get(0);
    assertThat(suspect.kind()).isEqualTo(Kind.GROUP);
    assertThat(suspect.similar().orElseThrow().count()).isEqualTo(100);
    assertThat(suspect.retained()).isEqualTo(100 * (128 + 1024));
  }

  @Test
  void a_ring_that_is_linked_both_ways_is_a_list() throws IOException {
    StringBuilder text = new StringBuilder("root -> n0");
    for (int i = 0; i < 300; i++) {
      text.append(", n%d -> n%d, n%d -> n%d".formatted(i, (i + 1) % 300, i, (i + 299) % 300));
    }
    LeakSuspect suspect = suspects(TinyHeap.graph(text.toString()), 10).get(0);
    assertThat(suspect.kind()).isEqualTo(Kind.LIST);
    assertThat(suspect.similar().orElseThrow().count()).isEqualTo(300);
  }

  @Test
  void a_binary_tree_is_no_list_even_if_its_nodes_know_their_parents() throws IOException {
    StringBuilder text = new StringBuilder("root -> n1");
    for (int i = 1; i < 256; i++) {
      for (int child = 2 * i; child <= 2 * i + 1; child++) {
        text.append(", n%d -> n%d, n%d -> n%d".formatted(i, child, child, i));
      }
    }
    assertThat(suspects(TinyHeap.graph(text.toString()), 10).get(0).kind()).isEqualTo(Kind.TREE);
  }

  @Test
  void the_nodes_of_a_skip_list_are_all_counted_and_not_some_of_its_arrays() throws IOException {
    // every second node has two pointers in its array, of which the second skips a node
    StringBuilder text = new StringBuilder("root -> n0:128");
    for (int i = 0; i < 300; i++) {
      String array = "a" + i + (i % 2 == 0 ? ":32" : ":16");
      text.append(", n%d:128 -> %s, %s -> n%d:128".formatted(i, array, array, i + 1));
      if (i % 2 == 0) {
        text.append(", %s -> n%d:128".formatted(array, i + 2));
      }
    }
    LeakSuspect suspect = suspects(TinyHeap.graph(text.toString()), 10).get(0);
    assertThat(suspect.kind()).isEqualTo(Kind.LIST);
    assertThat(suspect.similar().orElseThrow().count()).isEqualTo(300);
  }

  @Test
  void a_group_under_several_roots_counts_all_dominated_objects() throws IOException {
    // the objects of two roots lead to each of the three, so only the virtual root dominates it
    StringBuilder text = new StringBuilder("root -> x, root -> y");
    for (String name : List.of("a", "b", "c")) {
      text.append(", x -> ").append(name).append(", y -> ").append(name);
      text.append(", ").append(name).append(" -> ").append(name).append("1:4096");
    }
    LeakSuspect suspect = suspects(TinyHeap.graph(text.toString()), 50).get(0);
    assertThat(suspect.kind()).isEqualTo(Kind.GROUP);
    assertThat(suspect.similar().orElseThrow().count()).isEqualTo(3);
    assertThat(suspect.objects()).isEqualTo(6);
    assertThat(suspect.retained()).isEqualTo(3 * (64 + 4096));
  }

  @Test
  void an_empty_heap_has_no_suspects() throws IOException {
    assertThat(suspects(TinyHeap.graph("a"), 10)).isEmpty();
  }
}
