package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.Retainers.Path;
import dev.godump.analysis.Retainers.Referrer;
import dev.godump.analysis.Retainers.Repetition;
import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.heap.Heap;
import dev.godump.heap.RandomHeap;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.NamePattern;
import dev.godump.types.inference.TypeInference;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RetainersTest {

  private static final int SEEDS = 300;

  private static Retainers of(TinyHeap heap, String target, int paths, int depth)
      throws IOException {
    HeapGraph graph = heap.graph();
    return Retainers.of(Heap.of(graph), Exclusions.NONE, heap.id(target), paths, depth, false);
  }

  private static Retainers without(TinyHeap heap, String target, String... patterns)
      throws IOException {
    HeapGraph graph = heap.graph();
    List<NamePattern> names = Stream.of(patterns).map(NamePattern::of).toList();
    Exclusions exclusions = Exclusions.of(graph, TypeInference.infer(graph).types(), names);
    return Retainers.of(Heap.of(graph), exclusions, heap.id(target), 5, 1, false);
  }

  private static List<String> names(TinyHeap heap, Path path) {
    return path.steps().stream().map(step -> heap.name(step.object())).toList();
  }

  @Test
  void each_path_has_a_different_last_pointer() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b, a -> c, b -> x, c -> x, root -> x");
    Retainers retainers = of(heap, "x", 5, 1);
    assertThat(retainers.paths())
        .extracting(path -> names(heap, path))
        .containsExactly(List.of("x"), List.of("a", "b", "x"), List.of("a", "c", "x"));
    assertThat(retainers.distance()).hasValue(1);
    assertThat(of(heap, "x", 1, 1).morePaths()).isEqualTo(2);
  }

  @Test
  void no_path_goes_through_the_object_itself() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> x, x -> a, a -> x");
    Retainers retainers = of(heap, "x", 5, 1);
    assertThat(retainers.paths()).hasSize(1);
    assertThat(retainers.referrers()).extracting(r -> heap.name(r.object())).containsExactly("a");
  }

  @Test
  void steps_have_the_offset_of_their_pointer_and_of_its_target() throws IOException {
    TinyHeap heap = TinyHeap.of("a -> q, a -> x+24, root -> a");
    Path path = of(heap, "x", 1, 1).paths().get(0);
    assertThat(path.steps().get(1).pointerOffset()).isEqualTo(8);
    assertThat(path.steps().get(1).interiorOffset()).isEqualTo(24);
  }

  @Test
  void garbage_has_no_path_but_referrers() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, b -> x");
    Retainers retainers = of(heap, "x", 5, 1);
    assertThat(retainers.distance()).isEmpty();
    assertThat(retainers.paths()).isEmpty();
    assertThat(retainers.rootKinds()).isEmpty();
    assertThat(retainers.referrers()).extracting(Referrer::object).containsExactly(heap.id("b"));
  }

  @Test
  void cycles_are_marked_in_the_tree_of_referrers() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, a -> b, b -> a, b -> x");
    Referrer b = of(heap, "x", 1, 10).referrers().iterator().next();
    Referrer a = b.referrers().get(0);
    assertThat(heap.name(a.object())).isEqualTo("a");
    assertThat(a.referrers()).extracting(Referrer::repetition).containsExactly(Repetition.CYCLE);
  }

  @Test
  void the_referrers_of_an_object_are_shown_once() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> r, r -> s, s -> a, s -> b, a -> x, b -> x");
    List<Referrer> referrers = List.copyOf(of(heap, "x", 1, 10).referrers());
    assertThat(referrers.get(0).referrers().get(0).repetition()).isEqualTo(Repetition.NONE);
    assertThat(referrers.get(1).referrers().get(0).repetition()).isEqualTo(Repetition.SHOWN_ABOVE);
  }

  @Test
  void roots_that_reach_it_are_counted_over_any_path() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, root -> b, root -> c, a -> b, b -> x");
    assertThat(of(heap, "x", 1, 1).rootKinds())
        .containsExactly(java.util.Map.entry(RootKind.BSS, 2));
  }

  @Test
  void paths_avoid_a_root_that_is_excluded() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> x, root -> a, a -> x");
    assertThat(without(heap, "x", "bss+0x0").paths())
        .extracting(path -> names(heap, path))
        .containsExactly(List.of("a", "x"));
    assertThat(without(heap, "x", "bss").paths()).isEmpty();
    assertThat(without(heap, "x", "bss").distance()).isEmpty();
  }

  @Test
  void paths_avoid_objects_of_a_shape_or_address_that_is_excluded() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, root -> c, a:128 -> x, b -> x, c -> b");
    assertThat(without(heap, "x", "of 128 B").paths())
        .extracting(path -> names(heap, path))
        .containsExactly(List.of("c", "b", "x"));
    assertThat(without(heap, "x", "0x" + Long.toHexString(heap.address("b"))).paths())
        .extracting(path -> names(heap, path))
        .containsExactly(List.of("a", "x"));
  }

  @Test
  void an_object_that_is_excluded_itself_keeps_its_paths() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, a -> x:128");
    assertThat(without(heap, "x", "noptr 128 B").distance()).hasValue(2);
  }

  @Test
  void a_path_starts_at_a_root_that_is_not_excluded() throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, root -> a, a -> x");
    assertThat(without(heap, "x", "bss+0x0").paths().get(0).root()).isEqualTo(1);
  }

  @Test
  void paths_and_referrers_match_a_brute_force_search() {
    Seeds.forEach(SEEDS, this::checkPathsAndReferrers);
  }

  private void checkPathsAndReferrers(long seed) throws IOException {
    RandomHeap random = RandomHeap.of(seed);
    HeapGraph graph = random.heap().graph();
    for (int target = 0; target < random.objects(); target++) {
      int[] distances = random.distances(target);
      Retainers retainers = Retainers.of(Heap.of(graph), Exclusions.NONE, target, 100, 1, false);
      int x = target;
      TreeSet<Integer> sources = new TreeSet<>();
      IntStream.range(0, random.objects())
          .filter(id -> random.arrows().get(id).contains(x))
          .forEach(sources::add);
      assertThat(retainers.referrers())
          .extracting(Referrer::object)
          .containsExactlyElementsOf(sources);
      long direct = random.roots().stream().filter(root -> root == x).count();
      long through =
          sources.stream().filter(id -> id != x && distances[id] != Integer.MAX_VALUE).count();
      assertThat(retainers.paths()).hasSize((int) (direct + through));
      assertThat(retainers.paths()).extracting(path -> path.steps().size()).isSorted();
      assertThat(retainers.distance().orElse(Integer.MAX_VALUE)).isEqualTo(distances[target]);
    }
  }
}
