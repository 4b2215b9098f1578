package dev.godump.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.dominators.Reachability;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RootsTest {
  /** Four objects: {@code A -> B}, C and D alone; ids 0 to 3. */
  private static final long A = 0xc000000000L;

  private static final long B = A + 64;
  private static final long C = B + 64;
  private static final long D = C + 64;
  private static final long NOWHERE = 0x4a0000;

  private final DumpWriter dump = DumpWriter.go("go1.21.0");

  RootsTest() {
    dump.object(A, dump.memory(64).pointer(0, B)).object(B, 64).object(C, 64).object(D, 64);
  }

  private HeapGraph graph() throws IOException {
    return GraphLoader.load(dump.source(), position -> {});
  }

  private static int[] live(HeapGraph graph) {
    Reachability live = Reachability.of(graph);
    int[] ids = IntStream.range(0, graph.objects().count()).filter(live::isLive).toArray();
    assertThat(live.isKnown()).isTrue();
    assertThat(live.liveObjects()).isEqualTo(ids.length);
    assertThat(live.liveBytes()).isEqualTo(64L * ids.length);
    return ids;
  }

  private static void assertRoot(
      HeapGraph graph, int root, RootKind kind, int recordIndex, long offset, int target) {
    assertThat(graph.roots().kind(root)).isEqualTo(kind);
    assertThat(graph.roots().recordIndex(root)).isEqualTo(recordIndex);
    assertThat(graph.roots().offset(root)).isEqualTo(offset);
    assertThat(graph.roots().target(root)).isEqualTo(target);
  }

  @Test
  void nothing_is_live_without_roots() throws IOException {
    HeapGraph graph = graph();
    assertThat(graph.roots().count()).isZero();
    assertThat(live(graph)).isEmpty();
  }

  @Test
  void words_of_the_segments_are_roots() throws IOException {
    dump.data(0x500000, dump.memory(64).pointer(8, A + 5).pointer(16, 0).word(24, C));
    dump.bss(0x600000, dump.memory(64).pointer(32, D).pointer(40, NOWHERE));
    HeapGraph graph = graph();
    assertThat(graph.roots().count()).isEqualTo(2);
    assertRoot(graph, 0, RootKind.DATA, 0, 8, 0);
    assertRoot(graph, 1, RootKind.BSS, 1, 32, 3);
    assertThat(graph.roots().outsideObjects()).isEqualTo(1);
    assertThat(live(graph)).containsExactly(0, 1, 3);
  }

  @Test
  void live_slots_of_frames_are_roots() throws IOException {
    dump.goroutine(1, "chan receive").frame("main.idle", dump.memory(16).word(0, D));
    dump.goroutine(7, "select");
    dump.frame("main.inner", dump.memory(32).pointer(8, C))
        .frame("main.outer", dump.memory(16).pointer(0, B));
    HeapGraph graph = graph();
    assertRoot(graph, 0, RootKind.FRAME, 1, 8, 2);
    assertRoot(graph, 1, RootKind.FRAME, 2, 0, 1);
    assertThat(live(graph)).containsExactly(1, 2);
    Frames frames = graph.process().frames();
    assertThat(frames.function(1)).isEqualTo("main.inner");
    assertThat(frames.goroutine(2)).isEqualTo(1);
    assertThat(graph.process().goroutine(7))
        .contains(new Goroutine(graph.process().goroutines().get(1).record(), 1, 2, 1));
  }

  @Test
  void slots_beyond_a_frame_are_ignored() throws IOException {
    dump.goroutine(1, "select");
    dump.frame(
        "runtime.goexit",
        dump.memory(16)
            .pointer(8, C)
            .word(0, D)
            .pointerBeyond(16)
            .pointerBeyond(12)
            .pointerBeyond(-8));
    HeapGraph graph = graph();
    assertThat(graph.roots().count()).isEqualTo(1);
    assertThat(live(graph)).containsExactly(2);
    assertThat(graph.loadResult().warnings()).isEmpty();
  }

  @Test
  void the_closure_that_a_goroutine_is_about_to_run_is_a_root() throws IOException {
    dump.goroutine(1, "").goroutine(2, "", D);
    HeapGraph graph = graph();
    assertRoot(graph, 0, RootKind.CONTEXT, 1, -1, 3);
    assertThat(live(graph)).containsExactly(3);
  }

  @Test
  void functions_of_defers_and_values_of_panics_are_roots() throws IOException {
    dump.goroutine(1, "").defer(C).defer(0).panic(A);
    HeapGraph graph = graph();
    assertRoot(graph, 0, RootKind.DEFER, 0, -1, 2);
    assertRoot(graph, 1, RootKind.PANIC, 0, -1, 0);
    assertThat(live(graph)).containsExactly(0, 1, 2);
  }

  @Test
  void a_finalizer_keeps_what_its_object_refers_to_but_not_the_object() throws IOException {
    dump.finalizer(A, NOWHERE);
    HeapGraph graph = graph();
    assertThat(graph.roots().count()).isEqualTo(1);
    assertRoot(graph, 0, RootKind.FINALIZER, 0, -1, 1);
    assertThat(live(graph)).containsExactly(1);
  }

  @Test
  void a_finalizer_keeps_its_function() throws IOException {
    dump.finalizer(A + 8, D);
    assertThat(live(graph())).containsExactly(1, 3);
  }

  @Test
  void a_queued_finalizer_keeps_object_and_function() throws IOException {
    dump.queuedFinalizer(A + 4, D);
    HeapGraph graph = graph();
    assertRoot(graph, 0, RootKind.QUEUED_FINALIZER, 0, -1, 0);
    assertRoot(graph, 1, RootKind.QUEUED_FINALIZER, 0, -1, 3);
    assertThat(live(graph)).containsExactly(0, 1, 3);
  }

  @Test
  void a_queued_cleanup_without_object_keeps_its_function() throws IOException {
    dump.queuedFinalizer(0, D);
    assertThat(live(graph())).containsExactly(3);
  }

  @Test
  void a_finalizer_of_something_outside_the_heap_keeps_nothing() throws IOException {
    dump.finalizer(NOWHERE, NOWHERE).finalizer(D + 64, 0);
    assertThat(live(graph())).isEmpty();
  }

  @Test
  void other_roots_are_roots() throws IOException {
    dump.otherRoot("runtime type info", C);
    HeapGraph graph = graph();
    assertRoot(graph, 0, RootKind.OTHER, 0, -1, 2);
    assertThat(live(graph)).containsExactly(2);
  }

  @Test
  void roots_are_read_on_a_big_endian_machine_of_32_bits() throws IOException {
    DumpWriter mips = DumpWriter.go("go1.21.0", Machine.MIPS);
    mips.object(0x8800000, mips.memory(16).pointer(4, 0x8800010)).object(0x8800010, 16);
    mips.bss(0x60000, mips.memory(8).pointer(4, 0x8800000));
    HeapGraph graph = GraphLoader.load(mips.source(), position -> {});
    assertRoot(graph, 0, RootKind.BSS, 0, 4, 0);
    assertThat(graph.edges().target(graph.edges().first(0))).isEqualTo(1);
  }
}
