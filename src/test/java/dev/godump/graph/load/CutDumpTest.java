package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.LoadResult;
import dev.godump.heap.dominators.Reachability;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Heaps of dumps that end too early. */
class CutDumpTest {
  private static final long A = 0xc000000000L;

  private final DumpWriter dump = DumpWriter.go("go1.21.0");

  private static HeapGraph graph(DumpWriter dump) throws IOException {
    return GraphLoader.load(dump.cut(), position -> {});
  }

  private DumpWriter objects() {
    return dump.object(A, dump.memory(64).pointers(A + 64)).object(A + 64, 64).object(A + 128, 64);
  }

  @Test
  void a_dump_cut_before_the_segments_has_unknown_liveness() throws IOException {
    objects().goroutine(1, "select").frame("main.main", dump.memory(16).pointer(0, A));
    HeapGraph graph = graph(dump);
    assertThat(graph.loadResult().rootsRead()).isEqualTo(LoadResult.RootsRead.TOO_FEW);
    assertThat(graph.loadResult().outcome().isComplete()).isFalse();
    assertThat(graph.objects().count()).isEqualTo(3);
    assertThat(graph.edges().count()).isEqualTo(1);
    assertThat(Reachability.of(graph).isKnown()).isFalse();
  }

  @Test
  void a_dump_cut_between_data_and_bss_has_too_few_roots() throws IOException {
    HeapGraph graph = graph(objects().data(0x500000, dump.memory(8).pointer(0, A)));
    assertThat(graph.loadResult().rootsRead()).isEqualTo(LoadResult.RootsRead.TOO_FEW);
  }

  @Test
  void a_dump_cut_among_the_finalizers_has_most_roots() throws IOException {
    objects().data(0x500000, dump.memory(8).pointer(0, A)).bss(0x600000, dump.memory(0));
    HeapGraph graph = graph(dump.finalizer(A, 0));
    assertThat(graph.loadResult().rootsRead()).isEqualTo(LoadResult.RootsRead.MOST);
    assertThat(Reachability.of(graph).liveObjects()).isEqualTo(2);
    assertThat(graph.loadResult().warnings())
        .singleElement()
        .asString()
        .contains("the file ends at byte");
  }

  @Test
  void a_dump_cut_after_mem_stats_has_all_roots() throws IOException {
    objects().bss(0x600000, dump.memory(8).pointer(0, A)).memStats();
    HeapGraph graph = graph(dump);
    assertThat(graph.loadResult().rootsRead()).isEqualTo(LoadResult.RootsRead.ALL);
    assertThat(graph.loadResult().outcome().isComplete()).isFalse();
  }

  @Test
  void an_object_cut_anywhere_inside_its_record_is_not_in_the_graph() throws IOException {
    objects();
    int whole = dump.position();
    dump.object(A + 192, dump.memory(64).pointers(A, A + 64, A + 128));
    byte[] bytes = dump.unfinished();
    for (int length = whole; length < bytes.length; length++) {
      HeapGraph graph = GraphLoader.load(BytesSource.prefix(bytes, length), position -> {});
      assertThat(graph.objects().count()).as("cut at %d of %d", length, bytes.length).isEqualTo(3);
      assertThat(graph.edges().count()).isEqualTo(1);
    }
  }

  @Test
  void a_first_object_cut_anywhere_leaves_an_empty_graph() throws IOException {
    int whole = dump.position();
    byte[] bytes = dump.object(A, dump.memory(64).pointers(A, A + 8)).unfinished();
    for (int length = whole; length < bytes.length; length++) {
      HeapGraph graph = GraphLoader.load(BytesSource.prefix(bytes, length), position -> {});
      assertThat(graph.objects().count()).as("cut at %d of %d", length, bytes.length).isZero();
    }
  }

  @Test
  void bytes_after_the_end_mark_give_a_warning() throws IOException {
    byte[] whole = objects().finish();
    byte[] longer = Arrays.copyOf(whole, whole.length + 1);
    HeapGraph graph = GraphLoader.load(new BytesSource(longer), position -> {});
    assertThat(graph.loadResult().outcome().isComplete()).isTrue();
    assertThat(graph.loadResult().warnings())
        .singleElement()
        .asString()
        .contains("end mark at byte " + whole.length);
  }
}
