package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.graph.RecordSummary;
import dev.godump.io.Source;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SummaryReaderTest {
  static List<RealDump> dumps() throws IOException {
    return Stream.concat(RealDump.below("corpus", 3).stream(), RealDump.ofPrograms().stream())
        .filter(dump -> !dump.toString().matches(".*go1\\.[46]/.*"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void the_summary_of_a_dump_is_that_of_its_graph(RealDump dump) throws IOException {
    try (Source source = dump.open()) {
      RecordSummary expected = RecordSummary.of(dump.graph());
      SummaryReader.Result read = SummaryReader.read(source, position -> {});
      RecordSummary summary = read.summary();
      assertThat(summary.params()).isEqualTo(expected.params());
      assertThat(summary.versionRange()).isEqualTo(expected.versionRange());
      assertThat(summary.types()).isEqualTo(expected.types());
      assertThat(summary.itabs()).isEqualTo(expected.itabs());
      assertThat(summary.threads()).isEqualTo(expected.threads());
      assertThat(summary.goroutineByThread()).isEqualTo(expected.goroutineByThread());
      assertThat(summary.memStats().map(stats -> List.of(stats.values())).isPresent())
          .isEqualTo(expected.memStats().isPresent());
      assertThat(summary.buckets()).isEqualTo(expected.buckets());
      assertThat(summary.samplesByBucket()).isEqualTo(expected.samplesByBucket());
      assertThat(summary.complete()).isEqualTo(expected.complete());
    }
  }

  @Test
  void a_dump_of_many_gigabytes_needs_no_memory_for_its_objects() throws IOException {
    byte[] object = DumpWriter.go("go1.24.0").object(0xc000000000L, 1 << 20).unfinished();
    byte[] head = DumpWriter.go("go1.24.0").unfinished();
    byte[] tail = DumpWriter.go("go1.24.0").memStats(1 << 14).finish();
    Source dump = new Repeated(head, object, 1 << 14, tail);
    assertThat(dump.size()).isGreaterThan(16L << 30);

    RecordSummary summary = SummaryReader.read(dump, position -> {}).summary();

    assertThat(summary.complete()).isTrue();
    assertThat(summary.memStats().orElseThrow().get("HeapObjects")).isEqualTo(1 << 14);
  }

  /** A dump with the records of one object many times. */
  private static final class Repeated implements Source {
    private final byte[] head;
    private final byte[] record;
    private final long records;
    private final byte[] tail;

    Repeated(byte[] head, byte[] whole, long records, byte[] tail) {
      this.head = head;
      this.record = Arrays.copyOfRange(whole, head.length, whole.length);
      this.records = records;
      this.tail = Arrays.copyOfRange(tail, head.length, tail.length);
    }

    @Override
    public String name() {
      return "repeated";
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
      int done = 0;
      while (done < length) {
        int n = readPart(position + done, into, offset + done, length - done);
        if (n == 0) {
          break;
        }
        done += n;
      }
      return done;
    }

    private int readPart(long position, byte[] into, int offset, int length) {
      long inRecords = position - head.length;
      long inTail = inRecords - records * record.length;
      if (inRecords < 0) {
        return new BytesSource(head).read(position, into, offset, length);
      }
      return inTail < 0
          ? new BytesSource(record).read(inRecords % record.length, into, offset, length)
          : new BytesSource(tail).read(inTail, into, offset, length);
    }

    @Override
    public long size() {
      return head.length + records * record.length + tail.length;
    }

    @Override
    public Progress progress(long position) {
      return new Progress(position, size());
    }

    @Override
    public Optional<String> prematureEnd() {
      return Optional.empty();
    }

    @Override
    public void close() {}
  }
}
