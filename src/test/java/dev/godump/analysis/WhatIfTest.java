package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.WhatIf.Effect;
import dev.godump.analysis.WhatIf.RemainingPath;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Seeds;
import dev.godump.dump.TinyHeap;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import dev.godump.heap.RandomHeap;
import dev.godump.heap.paths.TypePattern;
import dev.godump.types.inference.TypeInference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WhatIfTest {
  private static final long A = 0xc000000000L;
  private static final long B = A + 64;
  private static final long C = B + 64;

  private static final int SEEDS = 1000;

  private static WhatIf of(HeapGraph graph, Cut... cuts) throws IOException {
    return WhatIf.of(Heap.of(graph), List.of(cuts));
  }

  private static WhatIf without(String text, String... objects) throws IOException {
    TinyHeap heap = TinyHeap.of(text);
    HeapGraph graph = heap.graph();
    return of(
        graph,
        List.of(objects).stream()
            .map(name -> Cut.ofObject(graph, heap.id(name)))
            .toArray(Cut[]::new));
  }

  private static Cut word(HeapGraph graph, int number) {
    return Cut.ofGlobal(graph, RootKind.BSS, 8L * number).orElseThrow();
  }

  private static HeapGraph loaded(DumpWriter dump) throws IOException {
    return GraphLoader.load(dump.source(), position -> {});
  }

  @Test
  void cutting_an_object_frees_what_it_dominates() throws IOException {
    WhatIf answer = without("root -> a, a -> b, a -> c, root -> c", "a");
    assertThat(answer.cut()).isEqualTo(new ObjectTotal(1, 64));
    assertThat(answer.freed()).isEqualTo(new ObjectTotal(2, 128));
    assertThat(answer.remaining()).isEqualTo(new ObjectTotal(1, 64));
    assertThat(answer.live()).isEqualTo(new ObjectTotal(3, 192));
  }

  @Test
  void an_object_with_two_owners_is_freed_only_without_both() throws IOException {
    String heap = "root -> a, root -> b, a -> shared, b -> shared";
    assertThat(without(heap, "a").freed().objects()).isEqualTo(1);
    assertThat(without(heap, "a", "b").freed().objects()).isEqualTo(3);
  }

  @Test
  void an_object_cut_twice_counts_once() throws IOException {
    assertThat(without("root -> a, a -> b", "a", "a").freed().objects()).isEqualTo(2);
    assertThat(without("root -> a, a -> b", "a", "a").cut().objects()).isEqualTo(1);
  }

  @Test
  void garbage_frees_nothing() throws IOException {
    WhatIf answer = without("root -> a, dead -> a", "dead");
    assertThat(answer.freed().objects()).isZero();
    assertThat(answer.cut().objects()).isZero();
    assertThat(answer.effects()).allMatch(Effect::freesNothing);
  }

  @Test
  void freed_objects_are_counted_by_shape() throws IOException {
    assertThat(without("root -> a, a -> b, a -> c, root -> d", "a").freedByType())
        .extracting(row -> row.name() + ": " + row.total().objects())
        .containsExactly("noptr 64 B: 2", "ptrs@0,8 of 64 B: 1");
  }

  @Test
  void a_global_frees_nothing_if_another_root_holds_its_object_and_that_root_is_named()
      throws IOException {
    TinyHeap heap = TinyHeap.of("root -> a, root -> b, b -> a");
    HeapGraph graph = heap.graph();
    Effect effect = of(graph, word(graph, 0)).effects().get(0);
    assertThat(effect.freesNothing()).isTrue();
    RemainingPath hold = effect.remainingPath().orElseThrow();
    assertThat(hold.root()).isEqualTo(1);
    assertThat(hold.path().intStream().mapToObj(heap::name)).containsExactly("b", "a");
    assertThat(of(graph, word(graph, 1)).effects().get(0).freesNothing()).isFalse();
  }

  @Test
  void a_global_is_also_found_by_the_address_of_its_word() throws IOException {
    HeapGraph graph = TinyHeap.graph("root -> a, root -> b");
    assertThat(Cut.ofGlobal(graph, 0x600008).orElseThrow()).isEqualTo(word(graph, 1));
    assertThat(Cut.ofGlobal(graph, 0x600010)).isEmpty();
    assertThat(Cut.ofGlobal(graph, RootKind.DATA, 0)).isEmpty();
  }

  @Test
  void cutting_a_goroutine_frees_what_its_frames_defers_and_panics_hold() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, 64).object(B, 64).object(C, 64).object(C + 64, 64).object(C + 128, 64);
    dump.goroutine(1, "select", A);
    dump.frame("main.inner", dump.memory(8).pointers(B))
        .frame("main.outer", dump.memory(8).pointers(C));
    dump.defer(C + 64).panic(C + 128);
    dump.goroutine(2, "select").frame("main.other", dump.memory(8).pointers(C));
    HeapGraph graph = loaded(dump);
    assertThat(of(graph, Cut.ofGoroutine(graph, 1).orElseThrow()).freed().objects()).isEqualTo(4);
    assertThat(of(graph, Cut.ofGoroutine(graph, 2).orElseThrow()).freed().objects()).isZero();
    assertThat(
            of(
                    graph,
                    Cut.ofGoroutine(graph, 1).orElseThrow(),
                    Cut.ofGoroutine(graph, 2).orElseThrow())
                .freed()
                .objects())
        .isEqualTo(5);
    assertThat(Cut.ofGoroutine(graph, 3)).isEmpty();
  }

  @Test
  void all_objects_of_a_type_are_cut_at_once() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, dump.memory(64).pointers(C))
        .object(B, dump.memory(64).pointers(C))
        .object(C, 64);
    for (long g : new long[] {A, B}) {
      dump.goroutine(
          new DumpRecord.Goroutine(
              g, 0, g == A ? 1 : 2, 0, 4, false, false, 0, "select", 0, 0, 0, 0));
    }
    dump.bss(0x600000, dump.memory(16).pointers(A, B));
    HeapGraph graph = loaded(dump);
    Cut cut =
        Cut.ofType(graph, TypeInference.infer(graph).types(), TypePattern.of("/^runtime/"))
            .orElseThrow();
    assertThat(of(graph, cut).freed().objects()).isEqualTo(3);
    assertThat(Cut.ofType(graph, TypeInference.infer(graph).types(), TypePattern.of("/main/")))
        .isEmpty();
  }

  @Test
  void targets_of_an_object_with_a_finalizer_stay() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, dump.memory(64).pointers(B)).object(B, 64);
    dump.bss(0x600000, dump.memory(8).pointers(A)).finalizer(A, 0);
    HeapGraph graph = loaded(dump);
    WhatIf answer = of(graph, word(graph, 0));
    assertThat(answer.freed().objects()).isEqualTo(1);
    assertThat(answer.finalizers()).isEqualTo(1);
  }

  @Test
  void freed_objects_are_those_that_a_search_without_the_cut_misses() {
    Seeds.forEach(SEEDS, this::checkFreed);
  }

  private void checkFreed(long seed) throws IOException {
    RandomHeap random = RandomHeap.of(seed);
    HeapGraph graph = random.heap().graph();
    Random choice = new Random(seed);
    BitSet objects = new BitSet();
    BitSet roots = new BitSet();
    List<Cut> cuts = new ArrayList<>();
    for (int i = choice.nextInt(3); i > 0; i--) {
      objects.set(choice.nextInt(random.objects()));
    }
    for (int i = choice.nextInt(3); i > 0 && !random.roots().isEmpty(); i--) {
      roots.set(choice.nextInt(random.roots().size()));
    }
    objects.stream().forEach(object -> cuts.add(Cut.ofObject(graph, object)));
    roots.stream().forEach(root -> cuts.add(word(graph, root)));
    BitSet live = random.reachableWithout(-1);
    BitSet remaining = random.reachableWithout(objects, roots);
    WhatIf answer = of(graph, cuts.toArray(Cut[]::new));
    long freed = (long) live.cardinality() - remaining.cardinality();
    assertThat(answer.remaining())
        .isEqualTo(new ObjectTotal(remaining.cardinality(), 64L * remaining.cardinality()));
    assertThat(answer.freed()).isEqualTo(new ObjectTotal(freed, 64 * freed));
    assertThat(answer.freedByType().stream().mapToLong(row -> row.total().objects()).sum())
        .isEqualTo(freed);
    for (Effect effect : answer.effects()) {
      effect
          .remainingPath()
          .ifPresent(hold -> assertThat(isPath(random, hold, objects, roots)).isTrue());
    }
  }

  private static boolean isPath(
      RandomHeap random, RemainingPath hold, BitSet objectsGone, BitSet rootsGone) {
    List<Integer> path = List.copyOf(hold.path());
    boolean holds =
        !rootsGone.get(hold.root())
            && random.roots().get(hold.root()).equals(path.get(0))
            && path.get(path.size() - 1) == hold.object();
    for (int i = 0; i < path.size(); i++) {
      holds &=
          !objectsGone.get(path.get(i))
              && (i == 0 || random.arrows().get(path.get(i - 1)).contains(path.get(i)));
    }
    return holds;
  }
}
