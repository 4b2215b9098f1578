package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.TinyHeap;
import dev.godump.graph.Edges;
import dev.godump.graph.GraphLimitException;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.io.ScratchFile;
import dev.godump.vector.Storage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgesTest {
  private static final long ARENA = 1L << 26;

  @TempDir Path directory;

  private static List<Integer> targets(Edges edges, int id) {
    List<Integer> targets = new ArrayList<>();
    for (long e = edges.first(id); e >= 0; e = edges.next(e)) {
      targets.add(edges.target(e));
    }
    return targets;
  }

  private static List<String> targets(TinyHeap heap, String name) {
    return targets(heap.graph().edges(), heap.id(name)).stream().map(heap::name).toList();
  }

  @Test
  void edges_come_in_the_order_of_their_fields() {
    TinyHeap heap = TinyHeap.of("a -> c, a -> b, a -> c, b -> a");
    assertThat(targets(heap, "a")).containsExactly("c", "b", "c");
    assertThat(targets(heap, "b")).containsExactly("a");
    assertThat(targets(heap, "c")).isEmpty();
    assertThat(heap.graph().edges().count()).isEqualTo(4);
  }

  @Test
  void a_pointer_into_the_middle_of_an_object_is_an_edge() {
    assertThat(targets(TinyHeap.of("a -> b+8, b -> c+63, c -> c+1"), "a")).containsExactly("b");
    assertThat(targets(TinyHeap.of("a -> b+8, b -> c+63, c -> c+1"), "b")).containsExactly("c");
    assertThat(targets(TinyHeap.of("a -> b+8, b -> c+63, c -> c+1"), "c")).containsExactly("c");
  }

  @Test
  void a_pointer_one_past_an_object_points_at_its_neighbour_or_nothing() {
    TinyHeap heap = TinyHeap.of("a -> b+64, b -> c+64, c:128 -> c+128");
    assertThat(targets(heap, "a")).containsExactly("c");
    assertThat(targets(heap, "b")).containsExactly("c");
    assertThat(targets(heap, "c")).isEmpty();
  }

  @Test
  void nil_and_addresses_outside_the_heap_are_not_edges() {
    TinyHeap heap = TinyHeap.of("a -> b, a -> b+4096, a -> b+1000000000, a -> a");
    assertThat(targets(heap, "a")).containsExactly("b", "a");
    assertThat(heap.graph().edges().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"1,10,1", "300,5,1", "256,700,2", "257,700,3", "1000,3000,4", "5000,20000,5"})
  void edges_equal_those_of_a_plain_list_for_any_number_of_arenas(
      int arenas, int objects, long seed) throws IOException {
    Random random = new Random(seed);
    long[] addresses = new long[objects];
    ObjectTableBuilder builder = new ObjectTableBuilder();
    PointerRecorder recorder = new PointerRecorder();
    for (int i = 0; i < objects; i++) {
      addresses[i] = (long) random.nextInt(arenas) * ARENA * 3 + 0xc000000000L + (long) i * 1024;
    }
    List<List<Long>> pointers = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      if (i == objects / 2 && seed % 2 == 0) {
        recorder.moveTo(Storage.in(ScratchFile.in(directory, 1 << 12)));
      }
      recorder.startRow();
      List<Long> row = new ArrayList<>();
      for (int n = random.nextInt(6); n > 0; n--) {
        row.add(addresses[random.nextInt(objects)] + random.nextInt(700));
      }
      row.forEach(recorder::add);
      if (builder.add(addresses[i], 512, i, true)) {
        recorder.startRun();
      }
      recorder.endRow();
      pointers.add(row);
    }
    ObjectTable table = builder.build(run -> true);
    Edges edges = recorder.resolve(table, builder, Storage.HEAP);

    assertThat(recorder.dropped()).isZero();
    long count = 0;
    for (int i = 0; i < objects; i++) {
      List<Integer> expected =
          pointers.get(i).stream().map(table::find).filter(id -> id >= 0).toList();
      assertThat(targets(edges, table.find(addresses[i]))).isEqualTo(expected);
      count += expected.size();
    }
    assertThat(edges.count()).isEqualTo(count);
    assertReversed(edges, objects);
  }

  private static void assertReversed(Edges edges, int objects) {
    List<List<Integer>> expected = new ArrayList<>();
    for (int id = 0; id < objects; id++) {
      expected.add(new ArrayList<>());
    }
    for (int id = 0; id < objects; id++) {
      for (int target : targets(edges, id)) {
        expected.get(target).add(id);
      }
    }
    Edges reversed = edges.reversed(objects);
    assertThat(reversed.count()).isEqualTo(edges.count());
    for (int id = 0; id < objects; id++) {
      assertThat(targets(reversed, id)).isEqualTo(expected.get(id));
    }
  }

  @Test
  void pointers_to_too_many_arenas_are_counted() throws GraphLimitException {
    ObjectTableBuilder builder = new ObjectTableBuilder();
    PointerRecorder recorder = new PointerRecorder();
    builder.add(0xc000000000L, 512, 0, true);
    recorder.startRun();
    for (long arena = 1; arena <= 65536; arena++) {
      recorder.add(arena * ARENA);
    }
    recorder.add(70_000 * ARENA);
    recorder.add(0xc000000008L);
    recorder.add(0x4000008);
    recorder.endRow();
    Edges edges = recorder.resolve(builder.build(run -> true), builder, Storage.HEAP);
    assertThat(recorder.dropped()).isEqualTo(1);
    assertThat(targets(edges, 0)).containsExactly(0, 0);
  }

  @Test
  void a_heap_without_edges_has_none_in_either_direction() {
    HeapGraph graph = TinyHeap.graph("a, b, c");
    assertThat(graph.edges().count()).isZero();
    Edges reversed = graph.edges().reversed(3);
    assertThat(targets(reversed, 1)).isEmpty();
    assertThat(TinyHeap.graph("").edges().reversed(0).count()).isZero();
  }
}
