package dev.godump.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.Machine;
import dev.godump.dump.Memory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordReaderTest {
  private static final long NOWHERE = -1;

  static Stream<Machine> machines() {
    return Stream.of(Machine.AMD64, Machine.I386, Machine.S390X, Machine.MIPS);
  }

  /** Writes a record and adds the expected one. */
  private record Written(DumpWriter dump, List<Object> expected) {
    void add(DumpWriter afterWriting, Object record) {
      assertThat(afterWriting).isSameAs(dump);
      expected.add(record);
    }
  }

  private static Written everyKind(Machine machine) {
    DumpRecord.Params params =
        new DumpRecord.Params(
            machine.bigEndian(),
            machine.pointerSize(),
            0xc000000000L,
            NOWHERE,
            machine.arch(),
            "go1.21.0",
            64);
    Written all = new Written(DumpWriter.go("", machine).params(params), new ArrayList<>());
    all.expected.add(params);
    DumpWriter dump = all.dump;
    int word = machine.pointerSize();

    DumpRecord.Type type =
        new DumpRecord.Type(0x4a1000, 1L << 40, "example.com/é.Pair[int,string]", true);
    all.add(dump.type(type), type);
    DumpRecord.Type unnamed = new DumpRecord.Type(0x4a2000, 0, "", false);
    all.add(dump.type(unnamed), unnamed);
    all.add(dump.itab(0x4b1000, 0x4a1000), new DumpRecord.Itab(0x4b1000, 0x4a1000));
    Memory memory =
        dump.memory(64).pointer(0, 0xc0001234L).pointer(word, 0).pointer(64 - word, 0xfffffff8L);
    all.add(
        dump.object(NOWHERE - 63, memory),
        new RecordLog.Block(
            NOWHERE - 63,
            64,
            List.of(0L, (long) word, 64L - word),
            List.of(0xc0001234L, 0L, 0xfffffff8L)));
    all.add(
        dump.object(0xc000000040L, 8), new RecordLog.Block(0xc000000040L, 8, List.of(), List.of()));
    DumpRecord.Goroutine goroutine =
        new DumpRecord.Goroutine(1, 2, 3, 4, 5, true, false, 6, "chan receive", 7, 8, 9, 10);
    all.add(dump.goroutine(goroutine), goroutine);
    DumpRecord.Goroutine other =
        new DumpRecord.Goroutine(
            NOWHERE, NOWHERE, NOWHERE, 0, 0, false, true, NOWHERE, "", 0, 0, 0, 0);
    all.add(dump.goroutine(other), other);
    DumpRecord.Frame frame =
        new DumpRecord.Frame(11, 12, 13, null, 14, 15, 16, "main.main.func1", null);
    all.add(
        dump.frame(
            frame,
            dump.memory(24).word(0, 99).pointer(8, 0x77).pointerBeyond(24).pointerBeyond(64)),
        new RecordLog.Block(frame, 24, List.of(8L, 24L, 64L), List.of(0x77L)));
    DumpRecord.Defer defer = new DumpRecord.Defer(1, 2, 3, 4, 5, 6, 7);
    all.add(dump.defer(defer), defer);
    DumpRecord.Panic panic = new DumpRecord.Panic(1, 2, 3, 4, 5, 6);
    all.add(dump.panic(panic), panic);
    DumpRecord.OsThread thread = new DumpRecord.OsThread(1, 2, 3);
    all.add(dump.thread(thread), thread);
    all.add(
        dump.data(0x500000, dump.memory(16).pointer(16 - word, 0x5555)),
        new RecordLog.Block(
            new DumpRecord.Segment(RecordKind.DATA, 0x500000, null, null),
            16,
            List.of(16L - word),
            List.of(0x5555L)));
    all.add(
        dump.bss(0x600000, dump.memory(0)),
        new RecordLog.Block(
            new DumpRecord.Segment(RecordKind.BSS, 0x600000, null, null), 0, List.of(), List.of()));
    for (RecordKind kind : List.of(RecordKind.FINALIZER, RecordKind.QUEUED_FINALIZER)) {
      DumpRecord.Finalizer finalizer = new DumpRecord.Finalizer(kind, 1, 2, 3, 4, 5);
      all.add(dump.finalizer(finalizer), finalizer);
    }
    all.add(
        dump.otherRoot("runtime type info", 17), new DumpRecord.OtherRoot("runtime type info", 17));
    DumpRecord.MemProf bucket =
        new DumpRecord.MemProf(
            0x77,
            128,
            List.of(
                new DumpRecord.StackEntry("main.f", "/f.go", 10),
                new DumpRecord.StackEntry("", "?", 0)),
            5,
            NOWHERE);
    all.add(dump.memProf(bucket), bucket);
    DumpRecord.MemProf bare = new DumpRecord.MemProf(0x78, 8, List.of(), 0, 0);
    all.add(dump.memProf(bare), bare);
    all.add(dump.allocSample(0xc000000048L, 0x77), new DumpRecord.AllocSample(0xc000000048L, 0x77));
    long[] numbers = LongStream.range(0, MemStats.COUNT).map(i -> i * 1000 - 1).toArray();
    all.add(dump.memStats(numbers), new MemStats(numbers));
    all.expected.add("end");
    return all;
  }

  @ParameterizedTest
  @MethodSource("machines")
  void every_field_of_every_kind_of_record_is_read(Machine machine) throws IOException {
    Written all = everyKind(machine);
    RecordLog log = RecordLog.of(all.dump.source());
    assertThat(log.ending.isComplete()).isTrue();
    assertThat(log.records).usingRecursiveComparison().isEqualTo(all.expected);
  }

  @Test
  void records_are_read_through_a_buffer_of_any_size() throws IOException {
    Written all = everyKind(Machine.AMD64);
    byte[] bytes = all.dump.finish();
    for (int capacity = 32; capacity < 200; capacity++) {
      RecordLog log = RecordLog.of(new BytesSource(bytes), capacity);
      assertThat(log.records).usingRecursiveComparison().isEqualTo(all.expected);
    }
  }

  @Test
  void positions_are_where_records_start() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    int type = dump.position();
    dump.itab(1, 2);
    int object = dump.object(0xc000000000L, 64).position();
    dump.memStats();
    RecordLog log = RecordLog.of(dump.source());
    assertThat(log.positions).startsWith(16L, (long) type).contains((long) object);
    assertThat(log.ending.end()).isEqualTo(dump.position());
  }

  @Test
  void records_are_counted_by_kind() throws IOException {
    DumpWriter dump =
        DumpWriter.go("go1.21.0").object(0xc000000000L, 64).object(0xc000000040L, 64).itab(1, 2);
    RecordReader reader = new RecordReader(dump.source());
    reader.read(new RecordVisitor() {}, position -> {});
    assertThat(reader.count(RecordKind.OBJECT)).isEqualTo(2);
    assertThat(reader.count(RecordKind.ITAB)).isEqualTo(1);
    assertThat(reader.count(RecordKind.PARAMS)).isEqualTo(1);
    assertThat(reader.count(RecordKind.EOF)).isEqualTo(1);
    assertThat(reader.count(RecordKind.TYPE)).isZero();
  }

  @Test
  void a_visitor_may_ignore_the_pointers_of_an_object() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    dump.object(0xc000000000L, dump.memory(64).pointers(1, 2, 3)).itab(5, 6);
    List<DumpRecord.Itab> itabs = new ArrayList<>();
    RecordVisitor lazy =
        new RecordVisitor() {
          @Override
          public void itab(long position, DumpRecord.Itab itab) {
            itabs.add(itab);
          }
        };
    assertThat(new RecordReader(dump.source()).read(lazy, position -> {}).isComplete()).isTrue();
    assertThat(itabs).containsExactly(new DumpRecord.Itab(5, 6));
  }

  @Test
  void mem_stats_are_found_by_name() {
    long[] numbers = LongStream.range(0, MemStats.COUNT).toArray();
    MemStats stats = new MemStats(numbers);
    assertThat(stats.get("Alloc")).isZero();
    assertThat(stats.get("HeapAlloc")).isEqualTo(6);
    assertThat(stats.get("HeapObjects")).isEqualTo(11);
    assertThat(stats.get("PauseTotalNs")).isEqualTo(23);
    assertThat(stats.pauses()).hasSize(256).startsWith(24).endsWith(279);
    assertThat(stats.get("NumGC")).isEqualTo(280);
  }
}
