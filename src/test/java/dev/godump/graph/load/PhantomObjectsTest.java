package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import dev.godump.graph.HeapGraph;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records that Go 1.22 and later write for slots that hold no object. */
class PhantomObjectsTest {
  private static final int PAGE = 8192;
  private static final long A = 0x8800000;
  private static final long B = A + PAGE;
  private static final long C = B + PAGE;

  /**
   * Returns slots of one size in a page, with indexes from one up to, but not including, another,
   * each with a pointer field or without.
   */
  private static DumpWriter slots(
      DumpWriter dump, long page, int size, boolean pointers, int from, int to) {
    for (int slot = from; slot < to; slot++) {
      Memory memory = dump.memory(size);
      dump.object(page + (long) slot * size, pointers ? memory.pointer(0, page) : memory);
    }
    return dump;
  }

  private static HeapGraph graph(DumpWriter dump) throws IOException {
    return GraphLoader.load(dump.source(), position -> {});
  }

  private static void assertCounts(HeapGraph graph, int objects, int phantoms) {
    assertThat(graph.objects().count()).isEqualTo(objects);
    assertThat(graph.loadResult().phantoms()).isEqualTo(phantoms);
  }

  @ParameterizedTest
  @CsvSource({
    "go1.22.1, 8, 64, 126, 128",
    "go1.22.1, 8, 80, 100, 102",
    "go1.22.1, 8, 512, 15, 16",
    "go1.26.1, 8, 64, 124, 126",
    "go1.25.3 X:greenteagc, 8, 48, 165, 168",
    "go1.24.1, 4, 16, 496, 512",
    "go1.24.1, 4, 128, 62, 64"
  })
  void the_last_slots_of_a_page_are_dropped(
      String version, int pointerSize, int size, int scan, int noscan) throws IOException {
    Machine machine = pointerSize == 8 ? Machine.AMD64 : Machine.MIPS;
    DumpWriter dump = DumpWriter.go(version, machine);
    slots(dump, A, size, true, 0, scan);
    slots(dump, A, size, false, scan, PAGE / size);
    slots(dump, B, size, false, 0, PAGE / size);
    HeapGraph graph = graph(dump.memStats(scan + noscan));
    assertCounts(graph, scan + noscan, 2 * (PAGE / size) - scan - noscan);
    assertThat(graph.edges().count()).isEqualTo(scan);
    assertThat(graph.objects().bytes()).isEqualTo((long) size * (scan + noscan));
    assertThat(graph.loadResult().warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"go1.21.9", "go1.22.1 X:noallocheaders", "''"})
  void releases_without_reserve_have_objects_in_all_slots(String version) throws IOException {
    DumpWriter dump = slots(DumpWriter.go(version), A, 64, true, 0, 128);
    assertCounts(graph(dump), 128, 0);
  }

  @ParameterizedTest
  @CsvSource({"8, 576, 14", "4, 144, 56"})
  void larger_slots_have_no_reserve(int pointerSize, int size, int slots) throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.1", pointerSize == 8 ? Machine.AMD64 : Machine.I386);
    assertCounts(graph(slots(dump, A, size, true, 0, slots)), slots, 0);
  }

  @Test
  void one_object_with_pointers_makes_a_page_a_scan_page() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.22.1");
    slots(dump, A, 64, false, 3, 4);
    slots(dump, A, 64, true, 7, 8);
    slots(dump, A, 64, false, 125, 128);
    assertCounts(graph(dump.memStats(3)), 3, 2);
  }

  @Test
  void phantoms_of_eight_bytes_list_a_pointer_and_are_dropped_all_the_same() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.1");
    slots(dump, A, 8, true, 0, 1008);
    for (int slot = 1008; slot < 1024; slot++) {
      dump.object(A + slot * 8L, dump.memory(8).pointer(0, -1));
    }
    assertCounts(graph(dump.memStats(1008)), 1008, 16);
  }

  @Test
  void a_page_with_last_slots_only_holds_objects_if_mem_stats_count_them() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.22.1");
    slots(dump, A, 64, false, 126, 128);
    slots(dump, B, 32, true, 0, 1);
    HeapGraph graph = graph(dump.memStats(3));
    assertCounts(graph, 3, 0);
    assertThat(graph.objects().find(A + 127 * 64)).isEqualTo(1);
    assertThat(graph.loadResult().warnings()).isEmpty();
  }

  @Test
  void a_page_with_last_slots_only_holds_nothing_if_mem_stats_do_not_count_them()
      throws IOException {
    DumpWriter dump = DumpWriter.go("go1.22.1");
    slots(dump, A, 64, false, 126, 128);
    slots(dump, B, 32, true, 0, 1);
    HeapGraph graph = graph(dump.memStats(1));
    assertCounts(graph, 1, 2);
    assertThat(graph.objects().find(A + 127 * 64)).isEqualTo(-1);
    assertThat(graph.loadResult().warnings()).isEmpty();
  }

  @Test
  void if_mem_stats_leave_a_choice_slots_with_nonzero_bytes_are_objects() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.22.1");
    dump.object(A + 8000, dump.memory(80));
    dump.object(B + 8000, dump.memory(80).word(56, 7));
    dump.object(C + 8000, dump.memory(80).word(64, 7));
    dump.object(C + PAGE, dump.memory(32).pointers(A + 8000, B + 8008, C + 8000));
    HeapGraph graph = graph(dump.memStats(2));
    assertCounts(graph, 2, 2);
    assertThat(graph.objects().address(0)).isEqualTo(B + 8000);
    assertThat(graph.edges().count()).isEqualTo(1);
    assertThat(graph.edges().target(graph.edges().first(1))).isZero();
    assertThat(graph.shapes().get(graph.shapeIndex(0))).hasToString("noptr 80 B");
    assertThat(graph.shapes().get(graph.shapeIndex(1))).hasToString("ptrs@0,8..16 of 32 B");
    assertThat(graph.loadResult().warnings())
        .anyMatch(warning -> warning.contains("may or may not be objects"));
  }

  @Test
  void without_mem_stats_last_slots_alone_are_objects() throws IOException {
    DumpWriter dump = slots(DumpWriter.go("go1.22.1"), A, 80, false, 100, 102);
    HeapGraph graph = GraphLoader.load(dump.cut(), position -> {});
    assertCounts(graph, 2, 0);
  }

  @Test
  void a_layout_that_the_version_does_not_reveal_is_found_by_counting() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.9-with-backports");
    slots(dump, A, 64, true, 0, 128);
    HeapGraph graph = graph(dump.memStats(124));
    assertCounts(graph, 124, 4);
    assertThat(graph.loadResult().warnings()).isEmpty();
  }

  @Test
  void if_no_layout_fits_the_difference_is_reported() throws IOException {
    DumpWriter dump = slots(DumpWriter.go("go1.22.1"), A, 64, true, 0, 128);
    HeapGraph graph = graph(dump.memStats(99));
    assertCounts(graph, 126, 2);
    assertThat(graph.loadResult().warnings())
        .anyMatch(
            warning -> warning.contains("126 objects") && warning.contains("HeapObjects is 99"));
  }

  @Test
  void records_of_objects_are_found_after_phantoms() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.22.1");
    slots(dump, B, 64, true, 0, 128);
    slots(dump, A, 512, true, 0, 16);
    HeapGraph graph = graph(dump.memStats(126 + 15));
    for (int id = 0; id < graph.objects().count(); id++) {
      assertThat(graph.record(id).address()).isEqualTo(graph.objects().address(id));
    }
  }
}
