package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.analysis.MergedPaths.HiddenNodes;
import dev.godump.analysis.MergedPaths.Node;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import dev.godump.heap.RandomHeap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.AllocationSites;
import dev.godump.heap.histogram.ObjectClass;
import dev.godump.heap.histogram.ObjectClass.By;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.NamePattern;
import dev.godump.types.HeapTypes;
import dev.godump.types.inference.TypeInference;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedPathsTest {
  private static final String ALL = "";

  private static final int SEEDS = 1000;

  private static MergedPaths of(
      HeapGraph graph, String shape, int depth, double minShare, String... excluded)
      throws IOException {
    HeapTypes types = TypeInference.infer(graph).types();
    List<NamePattern> patterns = Stream.of(excluded).map(NamePattern::of).toList();
    ObjectClass wanted = ObjectClass.of(By.SHAPE, NamePattern.of(shape));
    return MergedPaths.of(
        Heap.of(graph), wanted, Exclusions.of(graph, types, patterns), depth, minShare, false);
  }

  private static MergedPaths of(TinyHeap heap, String shape, String... excluded)
      throws IOException {
    return of(heap.graph(), shape, 20, 0, excluded);
  }

  /** A tree in one line: {@code name=count(children)}. */
  private static String drawn(List<Node> nodes) {
    return String.join(
        ", ",
        nodes.stream()
            .map(
                n ->
                    n.step().name()
                        + "="
                        + n.count()
                        + (n.children().isEmpty() ? "" : "(" + drawn(n.children()) + ")"))
            .toList());
  }

  private static String list(int length) {
    StringBuilder text = new StringBuilder("root -> n0");
    for (int i = 1; i < length; i++) {
      text.append(", n").append(i - 1).append(" -> n").append(i);
    }
    return text.toString();
  }

  @Test
  void objects_reached_in_the_same_way_are_one_node() throws IOException {
    TinyHeap heap =
        TinyHeap.of("root -> m:256, m -> a, m -> b, m -> c:32, a -> x:16, b -> y:16, c -> z:16");
    MergedPaths merged = of(heap, "noptr 16 B");
    assertThat(drawn(merged.tree()))
        .isEqualTo(
            "bss+0x0=3(ptrs@0,8..16 of 256 B=3(ptrs@0 of 64 B=2(noptr 16 B=2), ptrs@0 of 32 B=1(noptr 16 B=1)))");
    Node map = merged.tree().get(0).children().get(0);
    assertThat(map.step().onlyObject()).isEqualTo(heap.id("m"));
    assertThat(map.children().get(0).step().onlyObject()).isEqualTo(-1);
    assertThat(map.children().get(0).step().members()).isEqualTo(2);
    assertThat(map.children().get(0).bytes()).isEqualTo(32);
  }

  @Test
  void objects_reached_over_several_paths_count_on_the_shortest_one() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, root -> x:16, a -> x");
    assertThat(drawn(of(heap, "noptr 16 B").tree())).isEqualTo("bss+0x8=1(noptr 16 B=1)");
  }

  @Test
  void paths_may_go_through_objects_of_the_class() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b:128, b -> c");
    assertThat(drawn(of(heap, "64 B").tree()))
        .isEqualTo("bss+0x0=2(ptrs@0 of 64 B=2(ptrs@0 of 128 B=1(noptr 64 B=1)))");
  }

  @Test
  void garbage_of_the_class_is_counted_separately() throws IOException {
    MergedPaths merged = of(TinyHeap.of("root -> a, a -> x:16, b -> y:16, z:16"), "noptr 16 B");
    assertThat(merged.live()).isEqualTo(new ObjectTotal(1, 16));
    assertThat(merged.garbage()).isEqualTo(new ObjectTotal(2, 32));
    assertThat(merged.heapBytes()).isEqualTo(64 + 16);
  }

  @Test
  void a_class_without_objects_has_no_tree() throws IOException {
    MergedPaths merged = of(TinyHeap.of("root -> a"), "noptr 16 B");
    assertThat(merged.tree()).isEmpty();
    assertThat(merged.live()).isEqualTo(ObjectTotal.NONE);
  }

  @Test
  void small_nodes_are_hidden_and_counted() throws IOException {
    TinyHeap heap =
        TinyHeap.of("root -> a, a -> big:16384, a -> l:32, l -> s:16, a -> m:16, root -> r:24");
    Node root = of(heap.graph(), "noptr", 20, 0.01).tree().get(0);
    assertThat(root.children().get(0).children())
        .extracting(node -> node.step().name())
        .containsExactly("noptr 16384 B");
    assertThat(root.children().get(0).hidden()).isEqualTo(new HiddenNodes(2, 2, 32));
    assertThat(of(heap.graph(), "noptr", 20, 0.01).hidden()).isEqualTo(new HiddenNodes(1, 1, 24));
  }

  @Test
  void objects_below_the_deepest_level_are_counted_there() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b:128, b -> c:256, c -> d:512");
    MergedPaths merged = of(heap.graph(), "ptrs|512", 3, 0);
    Node b = merged.tree().get(0).children().get(0).children().get(0);
    assertThat(b.children()).isEmpty();
    assertThat(b.deeper()).isEqualTo(new HiddenNodes(2, 2, 256 + 512));
    assertThat(of(heap.graph(), ALL, 1, 0).tree().get(0).deeper().nodes()).isEqualTo(4);
  }

  @Test
  void a_list_of_two_hundred_thousand_objects_is_one_node() throws IOException {
    MergedPaths merged = of(TinyHeap.of(list(200_000) + ", n199999 -> x:16"), ALL);
    Node nodes = merged.tree().get(0).children().get(0);
    assertThat(nodes.count()).isEqualTo(200_001);
    assertThat(nodes.step().members()).isEqualTo(200_000);
    assertThat(nodes.step().longestRun()).isEqualTo(200_000);
    assertThat(drawn(nodes.children())).isEqualTo("noptr 16 B=1");
  }

  @Test
  void a_run_is_as_long_as_on_the_longest_path() throws IOException {
    TinyHeap heap =
        TinyHeap.of(
            "root -> a, a -> b, root -> c, c -> d, d -> e, e -> x:16, b -> y:16, b -> z:16");
    List<Node> tree = of(heap, "noptr 16 B").tree();
    assertThat(tree).extracting(node -> node.step().name()).containsExactly("bss+0x0", "bss+0x8");
    assertThat(tree.get(1).children().get(0).step().longestRun()).isEqualTo(3);
  }

  @Test
  void paths_avoid_exclusions_and_objects_without_a_path_are_counted_separately()
      throws IOException {
    TinyHeap heap =
        TinyHeap.of("root -> a, a -> x:16, root -> b:128, b -> c, c -> x, b -> y:16, a -> z:16");
    assertThat(drawn(of(heap, "noptr 16 B", "^bss.0x0").tree()))
        .isEqualTo("bss+0x8=2(ptrs@0,8 of 128 B=2(noptr 16 B=1, ptrs@0 of 64 B=1(noptr 16 B=1)))");
    assertThat(of(heap, "noptr 16 B", "bss+0x0").unreachable()).isEqualTo(new ObjectTotal(1, 16));
    MergedPaths merged = of(heap, "noptr 16 B", "of 128 B", "bss+0x0");
    assertThat(merged.tree()).isEmpty();
    assertThat(merged.live()).isEqualTo(new ObjectTotal(3, 48));
    assertThat(merged.unreachable()).isEqualTo(new ObjectTotal(3, 48));
    assertThat(merged.garbage()).isEqualTo(ObjectTotal.NONE);
  }

  private static HeapGraph graph(DumpWriter dump) throws IOException {
    return GraphLoader.load(dump.source(), position -> {});
  }

  @Test
  void goroutines_with_one_stack_are_one_node() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    for (int i = 0; i < 4; i++) {
      dump.object(0xc000000000L + 64L * i, 64);
    }
    for (int i = 0; i < 3; i++) {
      dump.goroutine(7 + i, "chan receive");
      dump.frame("main.worker", dump.memory(16).pointers(0xc000000000L + 64L * i));
    }
    MergedPaths merged = of(graph(dump), ALL, 20, 0);
    assertThat(drawn(merged.tree())).isEqualTo("goroutines like 7, main.worker=3(noptr 64 B=3)");
    assertThat(merged.tree().get(0).step().members()).isEqualTo(3);
    MergedPaths without = of(graph(dump), ALL, 20, 0, "goroutine [78],");
    assertThat(drawn(without.tree())).isEqualTo("goroutine 9, main.worker=1(noptr 64 B=1)");
  }

  /** Where no function of a frame follows the goroutine, it holds by its g. */
  @ParameterizedTest
  @ValueSource(strings = {"go1.19/finalizers", "go1.24/finalizers", "go1.27/labels"})
  void paths_through_a_g_begin_at_its_goroutine(String dump) throws IOException {
    try (HeapGraph graph = RealDump.of(dump).graph()) {
      Heap heap = Heap.of(graph);
      long expected = 0;
      for (int object = 0; object < graph.objects().count(); object++) {
        if (heap.tree().isLive(object)) {
          Retainers.Path path =
              Retainers.shortestPath(graph, heap.pathsAround(object, Exclusions.NONE), object);
          boolean held =
              GoroutinePath.of(graph, heap.tree().owners().goroutineObjects(), path).isPresent();
          expected += held ? 1 : 0;
        }
      }
      long found =
          of(graph, ALL, 1, 0).tree().stream()
              .filter(node -> node.step().name().matches("goroutines? [^,]*"))
              .mapToLong(Node::count)
              .sum();
      assertThat(found).isEqualTo(expected).isPositive();
    }
  }

  @Test
  void each_live_object_is_counted_once_on_each_level_of_its_path() {
    Seeds.forEach(SEEDS, this::checkCounts);
  }

  private void checkCounts(long seed) throws IOException {
    RandomHeap random = RandomHeap.of(seed);
    HeapGraph graph = random.heap().graph();
    int[] distances = random.distances(-1);
    MergedPaths merged = of(graph, ALL, 100, 0);
    long live = random.reachableWithout(-1).cardinality();
    assertThat(merged.live()).isEqualTo(new ObjectTotal(live, 64 * live));
    assertThat(merged.garbage().objects()).isEqualTo(random.objects() - live);
    assertThat(merged.tree().stream().mapToLong(Node::count).sum()).isEqualTo(live);
    assertThat(merged.tree().stream().mapToLong(MergedPathsTest::distinctBelow).sum())
        .isEqualTo(live);
    for (String shape : graph.shapes().stream().map(Object::toString).distinct().toList()) {
      MergedPaths some = of(graph, shape.replaceAll("\\W", "."), 100, 0);
      for (Node node : some.tree()) {
        checkSums(node);
      }
      assertThat(some.tree().stream().mapToLong(Node::bytes).sum()).isEqualTo(some.live().bytes());
    }
    int longest = 0;
    for (int distance : distances) {
      longest = distance == Integer.MAX_VALUE ? longest : Math.max(longest, distance);
    }
    // runs of similar objects are folded; unfolded, the tree is as deep as the farthest object
    int deepest = merged.tree().stream().mapToInt(MergedPathsTest::levels).max().orElse(1) - 1;
    assertThat(deepest).isLessThanOrEqualTo(longest);
  }

  private static long distinctBelow(Node node) {
    return (node.step().isOwner() ? 0 : node.step().members())
        + node.children().stream().mapToLong(MergedPathsTest::distinctBelow).sum();
  }

  private static int levels(Node node) {
    return 1 + node.children().stream().mapToInt(MergedPathsTest::levels).max().orElse(0);
  }

  private static void checkSums(Node node) {
    long below = node.children().stream().mapToLong(Node::count).sum();
    assertThat(below).isLessThanOrEqualTo(node.count());
    assertThat(node.children().isEmpty() || below > 0).isTrue();
    assertThat(node.step().isOwner() && below != node.count()).isFalse();
    assertThat(node.bytes()).isEqualTo(64 * node.count());
    node.children().forEach(MergedPathsTest::checkSums);
  }

  @Test
  void a_dump_that_was_cut_before_its_roots_is_refused() throws IOException {
    try (HeapGraph graph = RealDump.of("corpus/go1.27/crash").graph()) {
      assertThatThrownBy(() -> of(graph, ALL, 20, 0))
          .hasMessageContaining("truncated before its roots");
    }
  }

  @Test
  void objects_are_found_by_the_function_that_allocated_them() throws IOException {
    try (HeapGraph graph = RealDump.of("go1.24/interfaces").graph()) {
      ObjectClass wanted = ObjectClass.of(By.SITE, NamePattern.of("main.buildContainers"));
      MergedPaths merged = MergedPaths.of(Heap.of(graph), wanted, Exclusions.NONE, 20, 0, false);
      long expected =
          AllocationSites.of(graph, Reachability.of(graph)).stream()
              .filter(site -> site.site().equals("main.buildContainers"))
              .mapToLong(AllocationSites.Site::liveInDump)
              .sum();
      assertThat(expected).isPositive();
      assertThat(merged.live().objects()).isEqualTo(expected);
    }
  }
}
