package dev.godump.analysis.spans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.format.MemStats;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpansTest {
  private static final long FIRST = 0xc000000000L;

  private static Spans spans(DumpWriter dump) throws IOException {
    try (Heap heap = Heap.of(GraphLoader.load(new BytesSource(dump.finish()), position -> {}))) {
      return Spans.of(heap);
    }
  }

  static List<RealDump> dumps() throws IOException {
    return RealDump.ofPrograms();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void spans_with_objects_are_the_heap_in_use(RealDump dump) throws IOException {
    try (Heap heap = Heap.of(dump.graph())) {
      Spans spans = Spans.of(heap);
      SpanClass total = spans.total();
      MemStats stats = spans.memStats().orElseThrow();
      assertThat(spans.unknown()).isZero();
      assertThat(total.objects()).isEqualTo(stats.get("HeapObjects"));
      assertThat(total.objectBytes()).isEqualTo(stats.get("HeapAlloc"));
      assertThat(total.objectBytes() + total.freeBytes() + total.endBytes())
          .isEqualTo(total.size());
      assertThat(total.size()).isLessThanOrEqualTo(stats.get("HeapInuse"));
      // the collector had just swept: few spans have no object
      assertThat(stats.get("HeapInuse") - total.size()).isLessThan(64 << 10);
    }
  }

  @Test
  void free_slots_and_nearly_empty_spans_are_counted() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    for (int slot = 0; slot < 8; slot++) {
      dump.object(FIRST + slot * 1024L, 1024);
    }
    dump.object(FIRST + 8192 + 3 * 1024, 1024);

    Spans spans = spans(dump);

    assertThat(spans.spans())
        .containsExactly(
            new Span(FIRST, 8192, 1024, 8, 8), new Span(FIRST + 8192, 8192, 1024, 8, 1));
    SpanClass only = spans.classes().get(0);
    assertThat(only.freeSlots()).isEqualTo(7);
    assertThat(only.freeBytes()).isEqualTo(7 * 1024);
    assertThat(only.nearlyEmpty()).isEqualTo(1);
    // nine objects need two spans
    assertThat(only.fragmented()).isZero();
  }

  @Test
  void spans_that_packed_objects_would_not_need_are_fragmentation() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    for (int span = 0; span < 5; span++) {
      dump.object(FIRST + span * 8192L, 2048);
    }
    assertThat(spans(dump).classes().get(0).fragmented()).isEqualTo(3 * 8192);
  }

  @Test
  void the_bitmap_of_a_span_is_no_free_slot() throws IOException {
    // Go 1.24: 128 bytes at the end of a span of objects with pointers
    DumpWriter dump = DumpWriter.go("go1.24.0");
    dump.object(FIRST, dump.memory(512).pointer(0, FIRST));
    dump.object(FIRST + 8192, 512);

    List<Span> spans = spans(dump).spans();

    assertThat(spans.get(0).slots()).isEqualTo(15);
    assertThat(spans.get(0).endBytes()).isEqualTo(512);
    assertThat(spans.get(1).slots()).isEqualTo(16);
  }

  @Test
  void large_objects_are_one_class_and_fill_their_spans() throws IOException {
    DumpWriter dump =
        DumpWriter.go("go1.21.0").object(FIRST, 40960).object(FIRST + (1 << 20), 65536);
    Spans spans = spans(dump);
    assertThat(spans.classes()).hasSize(1);
    assertThat(spans.total().spans()).isEqualTo(2);
    assertThat(spans.total().freeBytes()).isZero();
    assertThat(spans.total().fragmented()).isZero();
  }

  @Test
  void an_object_of_no_size_class_is_counted_apart() throws IOException {
    assertThat(spans(DumpWriter.go("go1.21.0").object(FIRST, 40)).unknown()).isEqualTo(1);
  }

  @Test
  void neighbouring_spans_are_summed_up_in_ranges() {
    List<Span> spans =
        List.of(
            new Span(FIRST, 8192, 1024, 8, 8),
            new Span(FIRST + 8192, 8192, 2048, 4, 1),
            new Span(FIRST + 81920, 8192, 4096, 2, 1));

    List<SpanRange> ranges = SpanRange.of(spans, 2);

    assertThat(ranges).extracting(SpanRange::start).containsExactly(FIRST, FIRST + 81920);
    assertThat(ranges).extracting(SpanRange::end).containsExactly(FIRST + 16384, FIRST + 90112);
    SpanClass first = ranges.get(0).total();
    assertThat(first.spans()).isEqualTo(2);
    assertThat(first.objectBytes()).isEqualTo(8192 + 2048);
    assertThat(first.freeBytes()).isEqualTo(3 * 2048);
    assertThat(SpanRange.of(spans, 100)).hasSize(3);
    assertThat(SpanRange.of(List.of(), 100)).isEmpty();
  }
}
