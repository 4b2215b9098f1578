package dev.godump.analysis.growth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.ObjectTotal;
import dev.godump.dump.DumpWriter;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectAddressesTest {
  private static final long FIRST = 0xc000000000L;

  private static DumpWriter objects(long size, int... slots) {
    DumpWriter dump = DumpWriter.go("go1.24.0");
    for (int slot : slots) {
      dump.object(FIRST + slot * size, (int) size);
    }
    return dump;
  }

  private static ObjectAddresses of(DumpWriter dump, boolean garbage) throws IOException {
    try (Heap heap = Heap.of(GraphLoader.load(dump.source(), position -> {}))) {
      return ObjectAddresses.of(heap, garbage);
    }
  }

  private static Map<String, ObjectTotal> survivors(DumpWriter before, DumpWriter after)
      throws IOException {
    return of(before, true).survivorsIn(of(after, true));
  }

  @Test
  void objects_at_the_same_addresses_survived() throws IOException {
    assertThat(survivors(objects(64, 0, 1, 2, 5), objects(64, 1, 3, 5, 6)))
        .containsExactly(Map.entry("noptr 64 B", new ObjectTotal(2, 128)));
    assertThat(survivors(objects(64, 0, 1), objects(64, 7)))
        .containsExactly(Map.entry("noptr 64 B", new ObjectTotal(0, 0)));
  }

  @Test
  void an_object_of_another_size_is_another_object() throws IOException {
    assertThat(survivors(objects(64, 0, 2), objects(128, 0, 1)).values())
        .containsExactly(new ObjectTotal(0, 0));
  }

  @Test
  void garbage_does_not_survive() throws IOException {
    assertThat(of(objects(64, 0, 1), false).survivorsIn(of(objects(64, 0, 1), false))).isEmpty();
  }
}
