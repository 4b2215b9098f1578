package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Objects that overlap: Go never writes them, a damaged dump may have them. */
class OverlappingObjectsTest {
  private static final long A = 0xc000000000L;

  private static HeapGraph graph(DumpWriter dump) throws IOException {
    return GraphLoader.load(dump.source(), position -> {});
  }

  @Test
  void a_record_that_comes_twice_is_kept_once() throws IOException {
    HeapGraph graph = graph(DumpWriter.go("go1.21.0").object(A, 64).object(A, 64));
    assertThat(graph.objects().count()).isEqualTo(1);
    assertThat(graph.loadResult().warnings()).contains("objects that overlap others, left out: 1");
  }

  @Test
  void the_overlapping_run_with_more_objects_is_kept() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(A, dump.memory(4096).pointers(A + 128))
        .object(A + 64, 64)
        .object(A + 128, 64)
        .object(A + 192, 64);
    dump.object(A + 8192, dump.memory(16).pointers(A + 64));
    HeapGraph graph = graph(dump);
    assertThat(graph.objects().count()).isEqualTo(4);
    assertThat(graph.objects().find(A)).isEqualTo(-1);
    assertThat(graph.objects().address(0)).isEqualTo(A + 64);
    assertThat(graph.edges().target(graph.edges().first(3))).isZero();
    assertThat(graph.edges().count()).isEqualTo(1);
    assertThat(graph.shapes().get(graph.shapeIndex(3))).hasToString("ptrs@0 of 16 B");
    assertThat(graph.shapes().get(graph.shapeIndex(0))).hasToString("noptr 64 B");
  }

  @Test
  void an_object_beyond_the_addresses_of_a_32_bit_machine_is_left_out() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0", Machine.I386);
    dump.object(0xffffffc0L, 64).object(A, 64).object(0x8400000, 64);
    HeapGraph graph = graph(dump);
    assertThat(graph.objects().count()).isEqualTo(1);
    assertThat(graph.loadResult().warnings())
        .contains("object records with an impossible address or size, left out: 2");
  }

  @Test
  void objects_at_impossible_addresses_are_left_out() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(0, 64).object(A + 4, 64).object(A, 60).object(A, 0).object(-64L, 64).object(A, 64);
    HeapGraph graph = graph(dump);
    assertThat(graph.objects().count()).isEqualTo(1);
    assertThat(graph.loadResult().warnings())
        .contains("object records with an impossible address or size, left out: 5");
  }
}
