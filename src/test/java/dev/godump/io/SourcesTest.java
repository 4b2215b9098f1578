package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SourcesTest {
  /** Half of the bytes can be compressed, half can't. */
  private static final byte[] PLAIN = plain();

  @TempDir Path directory;

  private static byte[] plain() {
    byte[] bytes = new byte[600_000];
    Random random = new Random(3);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i % 2 == 0 ? random.nextInt() : 7);
    }
    return bytes;
  }

  enum Packing {
    NONE,
    GZIP,
    ZSTD;

    byte[] pack(byte[] bytes) throws IOException {
      return switch (this) {
        case NONE -> bytes;
        case GZIP -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
          }
          yield out.toByteArray();
        }
        case ZSTD -> Zstd.compress(bytes);
      };
    }
  }

  private Source open(byte[] bytes) throws IOException {
    return Sources.open(
        Files.write(directory.resolve("file"), bytes).toString(), InputStream.nullInputStream());
  }

  private static byte[] all(Source source) throws IOException {
    byte[] bytes = new byte[(int) source.size()];
    assertThat(source.read(0, bytes, 0, bytes.length)).isEqualTo(bytes.length);
    return bytes;
  }

  @ParameterizedTest
  @EnumSource
  void a_file_is_read_however_it_is_packed(Packing packing) throws IOException {
    try (Source source = open(packing.pack(PLAIN))) {
      assertThat(all(source)).isEqualTo(PLAIN);
      assertThat(source.name()).endsWith("file");
      assertThat(source.prematureEnd()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void standard_input_is_read_however_it_is_packed(Packing packing) throws IOException {
    try (Source source = Sources.open("-", new ByteArrayInputStream(packing.pack(PLAIN)))) {
      assertThat(all(source)).isEqualTo(PLAIN);
      assertThat(source.name()).isEqualTo("standard input");
      assertThat(source.progress(0).total()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void any_place_can_be_read_again(Packing packing) throws IOException {
    try (Source source = open(packing.pack(PLAIN))) {
      Random random = new Random(5);
      for (int i = 0; i < 200; i++) {
        int from = random.nextInt(PLAIN.length);
        byte[] into = new byte[random.nextInt(5000)];
        int n = source.read(from, into, 0, into.length);
        assertThat(n).isEqualTo(Math.min(into.length, PLAIN.length - from));
        assertThat(Arrays.copyOf(into, n)).isEqualTo(Arrays.copyOfRange(PLAIN, from, from + n));
      }
      assertThat(source.read(PLAIN.length + 5L, new byte[1], 0, 1)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void progress_ends_at_the_size_of_the_file_as_it_lies_on_disk(Packing packing)
      throws IOException {
    byte[] packed = packing.pack(PLAIN);
    try (Source source = open(packed)) {
      assertThat(source.progress(source.size()))
          .isEqualTo(new Source.Progress(packed.length, packed.length));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void nothing_packed_is_nothing(Packing packing) throws IOException {
    try (Source source = open(packing.pack(new byte[0]))) {
      assertThat(source.size()).isZero();
      assertThat(source.prematureEnd()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void pieces_packed_one_by_one_and_put_together_are_one_file(Packing packing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int from = 0; from < PLAIN.length; from += 100_000) {
      out.writeBytes(packing.pack(Arrays.copyOfRange(PLAIN, from, from + 100_000)));
    }
    try (Source source = open(out.toByteArray());
        Source piped = Sources.open("-", new SlowPipe(out.toByteArray()))) {
      assertThat(all(source)).isEqualTo(PLAIN);
      assertThat(all(piped)).isEqualTo(PLAIN);
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_pipe_that_gives_little_at_a_time_is_read_to_its_end(Packing packing) throws IOException {
    try (Source source = Sources.open("-", new SlowPipe(packing.pack(PLAIN)))) {
      assertThat(all(source)).isEqualTo(PLAIN);
    }
  }

  /**
   * Behaves like a slow pipe: returns at most 1000 bytes at a time, and reports none as available.
   */
  private static final class SlowPipe extends ByteArrayInputStream {
    SlowPipe(byte[] bytes) {
      super(bytes);
    }

    @Override
    public synchronized int read(byte[] into, int offset, int length) {
      return super.read(into, offset, Math.min(length, 1000));
    }

    @Override
    public synchronized int available() {
      return 0;
    }
  }

  @Test
  void the_name_of_a_file_says_nothing_about_its_packing() throws IOException {
    Path file = Files.write(directory.resolve("plain.gz"), PLAIN);
    try (Source source = Sources.open(file.toString(), InputStream.nullInputStream())) {
      assertThat(all(source)).isEqualTo(PLAIN);
    }
  }

  @Test
  void an_empty_file_has_no_bytes() throws IOException {
    try (Source source = open(new byte[0]);
        Source piped = Sources.open("-", InputStream.nullInputStream())) {
      assertThat(source.size()).isZero();
      assertThat(piped.size()).isZero();
    }
  }

  @Test
  void a_directory_is_refused() {
    assertThatThrownBy(() -> Sources.open(directory.toString(), InputStream.nullInputStream()))
        .isInstanceOf(IOException.class)
        .hasMessage("it is a directory");
  }

  @Test
  void a_missing_file_is_told() {
    String missing = directory.resolve("missing").toString();
    assertThatThrownBy(() -> Sources.open(missing, InputStream.nullInputStream()))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessage("no such file");
  }
}
