package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.PointerFields.Pointer;
import dev.godump.dump.TinyHeap;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PointerFieldsTest {
  /** An array of pointers that lead to b and c in turn. */
  private static TinyHeap array(int length) {
    String arrows =
        IntStream.range(0, length)
            .mapToObj(i -> "a -> " + (i % 2 == 0 ? "b" : "c+8"))
            .collect(Collectors.joining(", "));
    return TinyHeap.of("a:" + 8 * length + ", root -> a, " + arrows);
  }

  @Test
  void all_of_thousands_are_iterated_even_if_other_records_are_read_meanwhile() throws IOException {
    TinyHeap heap = array(5000);
    HeapGraph graph = heap.graph();
    PointerFields fields = PointerFields.of(graph, heap.id("a"));
    assertThat(fields.count()).isEqualTo(5000);
    for (int round = 0; round < 2; round++) {
      List<Pointer> seen = new ArrayList<>();
      for (Pointer field : fields) {
        graph.record(heap.id("b"));
        seen.add(field);
      }
      assertThat(seen).hasSize(5000);
      assertThat(seen.get(4998)).isEqualTo(new Pointer(8 * 4998, heap.address("b"), heap.id("b")));
      assertThat(seen.get(4999))
          .isEqualTo(new Pointer(8 * 4999, heap.address("c") + 8, heap.id("c")));
    }
  }

  @Test
  void pointers_to_one_object_are_separated_from_others() throws IOException {
    TinyHeap heap = array(5000);
    PointerFields fields = PointerFields.ofPair(heap.graph(), heap.id("a"), heap.id("c"));
    assertThat(fields.count()).isEqualTo(2500);
    assertThat(fields.stream().map(Pointer::offset))
        .hasSize(2500)
        .startsWith(8L, 24L)
        .endsWith(8 * 4999L);
    assertThat(PointerFields.firstOfPair(heap.graph(), heap.id("a"), heap.id("c")).offset())
        .isEqualTo(8);
  }
}
