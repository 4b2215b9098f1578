package dev.godump.analysis.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import dev.godump.heap.RandomHeap;
import dev.godump.heap.histogram.Amount;
import dev.godump.types.Certainty;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeapProfileTest {
  private static final long A = 0xc000000000L;
  private static final long B = A + 64;
  private static final long C = B + 64;

  private static final int SEEDS = 500;

  static HeapProfile of(String heap) throws IOException {
    return of(TinyHeap.graph(heap));
  }

  private static HeapProfile of(HeapGraph graph) throws IOException {
    return HeapProfile.of(Heap.of(graph));
  }

  private static HeapProfile of(DumpWriter dump) throws IOException {
    return of(GraphLoader.load(dump.source(), position -> {}));
  }

  @Test
  void live_objects_and_garbage_are_summed_separately() throws IOException {
    HeapProfile profile = of("root -> a, a -> b, dead:128");
    assertThat(profile.live().heap()).isEqualTo(new Amount(2, 128, 128));
    assertThat(profile.all().heap()).isEqualTo(new Amount(3, 256, 128));
    assertThat(profile.live().rows().get(Dimension.TYPE))
        .containsOnly(
            Map.entry("ptrs@0 of 64 B", new Amount(1, 64, 128)),
            Map.entry("noptr 64 B", new Amount(1, 64, 64)));
    assertThat(profile.all().rows().get(Dimension.TYPE))
        .containsEntry("noptr 128 B", new Amount(1, 128, 0));
  }

  @Test
  void nested_objects_of_one_shape_are_not_retained_twice() throws IOException {
    HeapProfile profile = of("root -> a, a -> b, b -> c, c -> leaf");
    assertThat(profile.live().rows().get(Dimension.TYPE))
        .containsEntry("ptrs@0 of 64 B", new Amount(3, 192, 256));
  }

  @Test
  void a_global_counts_the_objects_that_it_alone_keeps_alive() throws IOException {
    HeapProfile profile = of("root -> a, root -> b, a -> shared, b -> shared, b -> own");
    assertThat(profile.live().rows().get(Dimension.GLOBAL))
        .containsOnly(
            Map.entry("bss+0x0", new Amount(1, 64, 64)),
            Map.entry("bss+0x8", new Amount(2, 128, 128)),
            Map.entry(HeapProfile.SHARED, new Amount(1, 64, 64)));
  }

  @Test
  void goroutines_with_one_stack_are_one_row_and_retain_shared_objects() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, 64).object(B, 64).object(C, 64);
    for (long id = 1; id <= 2; id++) {
      dump.goroutine(id, "chan receive");
      dump.frame("main.inner", dump.memory(16).pointers(id == 1 ? A : B, C))
          .frame("main.outer", dump.memory(8));
    }
    dump.goroutine(3, "select").frame("main.outer", dump.memory(8));
    HeapProfile profile = of(dump);
    assertThat(profile.goroutines()).isEqualTo(3);
    assertThat(profile.live().rows().get(Dimension.GOROUTINE))
        .containsOnly(
            Map.entry("main.inner < main.outer", new Amount(2, 48, 192)),
            Map.entry("main.outer", new Amount(1, 8, 0)));
  }

  @Test
  void a_site_counts_only_sampled_objects() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, dump.memory(64).pointers(B)).object(B, 64).object(C, 64);
    dump.bss(0x600000, dump.memory(16).pointers(A, C)).memStats();
    List<DumpRecord.StackEntry> stack =
        List.of(
            new DumpRecord.StackEntry("runtime.mallocgc", "malloc.go", 9),
            new DumpRecord.StackEntry("main.load", "load.go", 7));
    dump.memProf(new DumpRecord.MemProf(0x70000, 64, stack, 1, 0)).allocSample(A, 0x70000);
    assertThat(of(dump).live().rows().get(Dimension.SITE))
        .containsOnly(Map.entry("main.load load.go:7", new Amount(1, 64, 128)));
  }

  @Test
  void a_row_for_a_type_has_its_certainty() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, 64)
        .goroutine(new DumpRecord.Goroutine(A, 0, 1, 0, 4, false, false, 0, "select", 0, 0, 0, 0));
    HeapProfile profile = of(dump);
    assertThat(profile.all().rows().get(Dimension.TYPE)).containsOnlyKeys("runtime.g");
    assertThat(profile.certainties()).containsEntry("runtime.g", Certainty.EXACT);
  }

  @Test
  void a_dump_cut_before_its_roots_has_no_globals_and_nothing_retained() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, 64);
    HeapProfile profile = of(GraphLoader.load(dump.cut(), position -> {}));
    assertThat(profile.livenessKnown()).isFalse();
    assertThat(profile.all().heap()).isEqualTo(new Amount(1, 64, 0));
    assertThat(profile.all().rows().get(Dimension.GLOBAL)).isEmpty();
  }

  @Test
  void a_shape_retains_the_union_of_its_objects_dominated_sets() {
    Seeds.forEach(SEEDS, this::checkRetainedByShape);
  }

  private void checkRetainedByShape(long seed) throws IOException {
    RandomHeap random = RandomHeap.of(seed);
    HeapGraph graph = random.heap().graph();
    BitSet live = random.reachableWithout(-1);
    Map<String, BitSet> dominated = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    live.stream()
        .forEach(
            object -> {
              String shape = graph.shapes().get(graph.shapeIndex(object)).toString();
              BitSet below = (BitSet) live.clone();
              below.andNot(random.reachableWithout(object));
              dominated.computeIfAbsent(shape, s -> new BitSet()).or(below);
              counts.merge(shape, 1, Integer::sum);
            });
    Map<String, Amount> expected = new HashMap<>();
    counts.forEach(
        (shape, count) ->
            expected.put(
                shape, new Amount(count, 64L * count, 64L * dominated.get(shape).cardinality())));
    assertThat(of(graph).live().rows().get(Dimension.TYPE)).isEqualTo(expected);
  }

  @Test
  void a_global_retains_the_objects_that_become_garbage_without_it() {
    Seeds.forEach(SEEDS, this::checkRetainedByGlobal);
  }

  private void checkRetainedByGlobal(long seed) throws IOException {
    RandomHeap random = RandomHeap.of(seed);
    HeapProfile.Census live = of(random.heap().graph()).live();
    Map<String, Amount> globals = live.rows().get(Dimension.GLOBAL);
    boolean shared = globals.containsKey(HeapProfile.SHARED);
    assertThat(globals).hasSize(random.roots().size() + (shared ? 1 : 0));
    // with what several roots keep alive, nothing is missing
    assertThat(globals.values().stream().mapToLong(Amount::bytes).sum())
        .isEqualTo(live.heap().bytes());
    for (int root = 0; root < random.roots().size(); root++) {
      BitSet gone = new BitSet();
      gone.set(root);
      BitSet freed = random.reachableWithout(-1);
      freed.andNot(random.reachableWithout(new BitSet(), gone));
      long bytes = 64L * freed.cardinality();
      assertThat(globals)
          .containsEntry(
              "bss+0x" + Integer.toHexString(8 * root),
              new Amount(freed.cardinality(), bytes, bytes));
    }
  }
}
