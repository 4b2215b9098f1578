package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.dump.Seeds;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordReader;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.io.Source;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A dump read in parts has the graph of the dump read from front to back. */
class ObjectPartsTest {
  private static final LongArrayList NO_PARTS = LongArrayList.of();
  private static final long A = 0xc000000000L;

  static List<RealDump> dumps() throws IOException {
    return RealDump.ofPrograms();
  }

  private static HeapGraph graph(Source source, LongArrayList starts) throws IOException {
    RecordReader reader = new RecordReader(source);
    DumpRecord.Params params = reader.readParams();
    GraphBuilder builder = new GraphBuilder(params, SpanLayout.of(params), MemoryBudget.HEAP);
    builder.read(reader, starts, position -> {});
    return builder.build(source, reader);
  }

  /** What a graph has beside its objects. */
  private static List<Object> facts(HeapGraph graph) {
    return List.of(
        graph.loadResult().toString(),
        graph.process().versionRange(),
        graph.shapes().toString(),
        graph.roots().count(),
        graph.edges().count());
  }

  /** Address, size, shape and targets of all objects. */
  private static long[] objects(HeapGraph graph) {
    LongArrayList all = new LongArrayList();
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              all.add(address);
              all.add(size);
              all.add(graph.shapeIndex(id));
              graph.edges().forEach(id, all::add);
            });
    return all.toLongArray();
  }

  private static void assertSame(HeapGraph inParts, HeapGraph inOrder) {
    assertThat(facts(inParts)).isEqualTo(facts(inOrder));
    assertThat(objects(inParts)).isEqualTo(objects(inOrder));
  }

  private static void assertSame(Source source, LongArrayList starts) throws IOException {
    assertSame(graph(source, starts), graph(source, NO_PARTS));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void a_real_dump_has_the_same_graph_in_any_number_of_parts(RealDump dump) throws IOException {
    Source source = new BytesSource(dump.bytes());
    HeapGraph inOrder = graph(source, NO_PARTS);
    for (int count : new int[] {2, 3, 16}) {
      LongArrayList starts = ObjectParts.starts(source, count);
      // in a small dump, the second half can be data of the program
      assertThat(starts.size()).isGreaterThanOrEqualTo(count / 16);
      assertSame(graph(source, starts), inOrder);
    }
  }

  @Test
  void parts_from_where_no_record_starts_are_read_again() throws IOException {
    Source source = new BytesSource(RealDump.of("go1.24/leak").bytes());
    Seeds.forEach(
        20,
        seed -> {
          Random random = new Random(seed);
          long[] starts = random.longs(3, 100, source.size()).sorted().distinct().toArray();
          assertSame(source, LongArrayList.wrap(starts));
        });
  }

  @Test
  void a_cut_dump_has_the_same_graph_in_parts() throws IOException {
    byte[] bytes = RealDump.of("go1.24/leak").bytes();
    LongArrayList starts = ObjectParts.starts(new BytesSource(bytes), 3);
    for (long start : starts) {
      for (int more = -2; more < 200; more += 17) {
        assertSame(BytesSource.prefix(bytes, (int) start + more), starts);
      }
    }
  }

  @Test
  void a_damaged_dump_has_the_same_graph_in_parts() throws IOException {
    byte[] bytes = RealDump.of("go1.24/leak").bytes();
    LongArrayList starts = ObjectParts.starts(new BytesSource(bytes), 3);
    Seeds.forEach(
        30,
        seed -> {
          byte[] damaged = bytes.clone();
          new Random(seed)
              .ints(50, 200, bytes.length)
              .forEach(at -> damaged[at] = (byte) (damaged[at] ^ 1 << at % 8));
          assertSame(new BytesSource(damaged), starts);
        });
  }

  @Test
  void other_records_among_the_objects_are_read_in_order() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    LongArrayList starts = new LongArrayList();
    for (int page = 0; page < 6; page++) {
      starts.add(dump.position());
      long first = A + page * 8192L;
      dump.object(first, dump.memory(64).pointers(A, first + 64)).object(first + 64, 64);
      dump.goroutine(page + 1, "select").frame("main.main", dump.memory(16).pointer(0, first));
      dump.object(first + 128, 64);
    }
    Source source = new BytesSource(dump.finish());
    HeapGraph graph = graph(source, starts);
    assertThat(graph.objects().count()).isEqualTo(18);
    assertThat(graph.process().goroutines()).hasSize(6);
    assertSame(source, starts);
  }

  @Test
  void a_page_whose_only_slot_may_hold_no_object_is_decided_in_a_part_as_well() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.0");
    LongArrayList starts = new LongArrayList();
    for (int page = 0; page < 4; page++) {
      starts.add(dump.position());
      // the last slot of 64 bytes is free in a span with a bitmap
      dump.object(A + page * 8192L + 8128, 64).object(A + 0x100000 + page * 8192L, 64);
    }
    assertSame(new BytesSource(dump.memStats(6).finish()), starts);
  }
}
