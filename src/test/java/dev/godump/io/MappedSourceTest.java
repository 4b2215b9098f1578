package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MappedSourceTest {
  @TempDir Path directory;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(directory.resolve("file"), bytes);
  }

  @ParameterizedTest
  @CsvSource({"1,100", "8,100", "16,128", "16,129", "64,63", "64,64", "4096,100"})
  void every_stretch_is_read_across_window_borders(int window, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    Source source = MappedSource.open("name", file(bytes), window);
    assertThat(source.size()).isEqualTo(size);
    for (int from = 0; from < size; from++) {
      for (int length = 0; length <= size - from + 3; length += 1 + length / 4) {
        byte[] into = new byte[length + 4];
        int n = source.read(from, into, 2, length);
        assertThat(n).isEqualTo(Math.min(length, size - from));
        assertThat(Arrays.copyOfRange(into, 2, 2 + n))
            .isEqualTo(Arrays.copyOfRange(bytes, from, from + n));
      }
    }
  }

  @Test
  void nothing_is_read_outside_the_file() throws IOException {
    Source source = MappedSource.open("name", file(new byte[10]), 4);
    byte[] into = new byte[4];
    assertThat(source.read(10, into, 0, 4)).isZero();
    assertThat(source.read(Long.MAX_VALUE, into, 0, 4)).isZero();
    assertThat(source.read(-1, into, 0, 4)).isZero();
  }

  @Test
  void an_empty_file_has_no_bytes() throws IOException {
    Source source = MappedSource.open("name", file(new byte[0]), 16);
    assertThat(source.size()).isZero();
    assertThat(source.read(0, new byte[1], 0, 1)).isZero();
  }

  @Test
  void a_window_that_is_no_power_of_two_is_refused() throws IOException {
    Path file = file(new byte[10]);
    assertThatThrownBy(() -> MappedSource.open("name", file, 12))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void progress_never_exceeds_the_size() throws IOException {
    Source source = MappedSource.open("name", file(new byte[10]), 16);
    assertThat(source.progress(4)).isEqualTo(new Source.Progress(4, 10));
    assertThat(source.progress(40)).isEqualTo(new Source.Progress(10, 10));
    assertThat(source.prematureEnd()).isEmpty();
  }

  @Test
  void bytes_behind_two_gibibytes_are_read() throws IOException {
    Path file = directory.resolve("sparse");
    long far = 5L << 30;
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.seek(far - 2);
      out.write(new byte[] {1, 2, 3, 4});
    }
    Source source = MappedSource.open("name", file);
    byte[] into = new byte[6];
    assertThat(source.read(far - 3, into, 0, 6)).isEqualTo(5);
    assertThat(into).containsExactly(0, 1, 2, 3, 4, 0);
  }
}
