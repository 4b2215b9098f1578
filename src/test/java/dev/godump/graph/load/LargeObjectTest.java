package dev.godump.graph.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.Varint;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import dev.godump.io.Sources;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An object of more than 2 GiB: Go writes only its first 0x7ffff000 bytes. */
class LargeObjectTest {
  private static final long LARGE = 0xc000000000L;
  private static final long SIZE = (1L << 31) + (1 << 20);
  private static final long WRITTEN = 0x7ffff000L;
  private static final long SMALL = LARGE + SIZE + (1 << 13);

  @TempDir Path directory;

  private Path file() throws IOException {
    DumpWriter start = DumpWriter.go("go1.21.0").object(SMALL, 64);
    start.tag(RecordKind.OBJECT).uvarint(LARGE).uvarint(SIZE);
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    for (long offset : new long[] {0, WRITTEN - 8, WRITTEN, SIZE - 8, SIZE}) {
      fields.writeBytes(Varint.of(1));
      fields.writeBytes(Varint.of(offset));
    }
    fields.write(0);
    byte[] whole =
        DumpWriter.go("go1.21.0")
            .bss(0x600000, start.memory(8).pointers(LARGE + SIZE - 1))
            .memStats(2)
            .finish();
    int params = DumpWriter.go("go1.21.0").position();
    Path file = directory.resolve("large.dump");
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(start.unfinished());
      long contents = out.getFilePointer();
      out.seek(contents + WRITTEN - 8);
      out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(SMALL + 8).array());
      out.write(fields.toByteArray());
      out.write(whole, params, whole.length - params);
    }
    return file;
  }

  @Test
  void its_last_written_pointer_is_an_edge_and_those_cut_off_are_counted() throws IOException {
    try (HeapGraph graph =
        GraphLoader.load(
            Sources.open(file().toString(), InputStream.nullInputStream()), position -> {})) {
      assertThat(graph.objects().count()).isEqualTo(2);
      assertThat(graph.objects().bytes()).isEqualTo(SIZE + 64);
      assertThat(graph.objects().find(LARGE + SIZE - 1)).isZero();
      assertThat(graph.objects().find(LARGE + SIZE)).isEqualTo(-1);
      assertThat(graph.edges().count()).isEqualTo(1);
      assertThat(graph.edges().target(graph.edges().first(0))).isEqualTo(1);
      assertThat(Reachability.of(graph).liveBytes()).isEqualTo(SIZE + 64);
      assertThat(graph.record(0).word(WRITTEN - 8)).isEqualTo(SMALL + 8);
      assertThat(graph.loadResult().warnings())
          .anyMatch(
              warning -> warning.matches("pointer fields in bytes that Go's writer cuts off .*: 2"))
          .anyMatch(warning -> warning.equals("pointer fields outside their object, left out: 1"))
          .hasSize(2);
    }
  }
}
