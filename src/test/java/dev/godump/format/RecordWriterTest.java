package dev.godump.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.RealDump;
import dev.godump.dump.RecordCopier;
import dev.godump.io.ByteReader;
import dev.godump.io.Source;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordWriterTest {
  static List<RealDump> dumps() throws IOException {
    List<RealDump> readable = new ArrayList<>();
    for (RealDump dump : RealDump.below("", Integer.MAX_VALUE)) {
      try (Source source = dump.open()) {
        byte[] head = new byte[Header.LENGTH];
        source.read(0, head, 0, head.length);
        if (Arrays.equals(head, Header.SUPPORTED.getBytes(StandardCharsets.US_ASCII))) {
          readable.add(dump);
        }
      }
    }
    return readable;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void reading_and_writing_a_dump_gives_the_same_bytes(RealDump dump) throws IOException {
    try (Source source = dump.open()) {
      ExpectedBytes written = new ExpectedBytes(source);
      ReadOutcome outcome = copy(source, written);
      assertThat(written.count).isEqualTo(outcome.end());
    }
  }

  @Test
  void contents_of_2_GiB_are_cut_as_the_write_of_Go_cuts_them() throws IOException {
    Zeros zeros = new Zeros(1L << 31);
    CountedBytes written = new CountedBytes();
    new RecordWriter(written).object(0, zeros, PointerOffsets.of());
    // header, tag, address, a length of five bytes, contents, end of the pointers
    assertThat(written.count).isEqualTo(16 + 1 + 1 + 5 + 0x7ffff000L + 1);
  }

  @Test
  void contents_that_end_before_their_length_are_an_error() throws IOException {
    RecordWriter writer = new RecordWriter(OutputStream.nullOutputStream());
    Contents liar =
        new Contents() {
          @Override
          public long length() {
            return 8;
          }

          @Override
          public void writeTo(OutputStream out) throws IOException {
            out.write(new byte[5]);
          }
        };
    assertThatThrownBy(() -> writer.object(0, liar, PointerOffsets.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("3 bytes are missing of contents of 8 bytes");
  }

  private static ReadOutcome copy(Source source, OutputStream out) throws IOException {
    try (OutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
      RecordCopier copier = new RecordCopier(source, new RecordWriter(buffered));
      return new RecordReader(source).read(copier, position -> {});
    }
  }

  /** Compares what is written with a source. */
  private static final class ExpectedBytes extends OutputStream {
    private final ByteReader expected;
    private long count;

    ExpectedBytes(Source source) {
      expected = new ByteReader(source);
    }

    @Override
    public void write(int b) throws IOException {
      assertThat(b & 0xff).isEqualTo(expected.unsignedByte());
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      byte[] wanted = new byte[length];
      expected.bytes(wanted);
      byte[] written = Arrays.copyOfRange(bytes, offset, offset + length);
      assertThat(written).as("%d bytes from %d on", length, count).isEqualTo(wanted);
      count += length;
    }
  }

  private static final class CountedBytes extends OutputStream {
    private long count;

    @Override
    public void write(int b) {
      count++;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      count += length;
    }
  }

  private record Zeros(long length) implements Contents {
    @Override
    public void writeTo(OutputStream out) throws IOException {
      byte[] zeros = new byte[1 << 20];
      for (long rest = length; rest > 0; rest -= zeros.length) {
        out.write(zeros);
      }
    }
  }
}
