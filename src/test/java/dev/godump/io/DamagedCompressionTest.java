package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.io.SourcesTest.Packing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DamagedCompressionTest {
  private static final byte[] PLAIN = new byte[1_000_000];

  static {
    new Random(11).nextBytes(PLAIN);
  }

  @TempDir Path directory;

  private Source open(byte[] bytes) throws IOException {
    return Sources.open(
        Files.write(directory.resolve("file"), bytes).toString(), InputStream.nullInputStream());
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void what_is_whole_of_a_cut_file_is_read_and_the_cut_is_told(Packing packing) throws IOException {
    byte[] packed = packing.pack(PLAIN);
    try (Source source = open(Arrays.copyOf(packed, packed.length / 2))) {
      byte[] read = new byte[(int) source.size()];
      assertThat(source.read(0, read, 0, read.length)).isEqualTo(read.length);
      assertThat(read.length).isGreaterThan(PLAIN.length / 4);
      assertThat(read).isEqualTo(Arrays.copyOf(PLAIN, read.length));
      assertThat(source.prematureEnd()).isPresent();
    }
  }

  @Test
  void all_of_a_gzip_file_without_its_trailer_is_read() throws IOException {
    byte[] packed = Packing.GZIP.pack(PLAIN);
    try (Source source = open(Arrays.copyOf(packed, packed.length - 4))) {
      assertThat(source.size()).isEqualTo(PLAIN.length);
      assertThat(source.prematureEnd())
          .hasValueSatisfying(why -> assertThat(why).contains("end early"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void a_file_damaged_in_the_middle_is_readable_up_to_there(Packing packing) throws IOException {
    byte[] packed = packing.pack(new byte[3_000_000]);
    for (int i = packed.length / 2; i < packed.length / 2 + 20; i++) {
      packed[i] ^= 0x5a;
    }
    try (Source source = open(packed)) {
      assertThat(source.size()).isLessThanOrEqualTo(3_000_000);
      assertThat(source.prematureEnd()).isPresent();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void a_file_damaged_anywhere_gives_bytes_or_an_error_with_words(Packing packing)
      throws IOException {
    byte[] packed = packing.pack(Arrays.copyOf(PLAIN, 300));
    for (int i = 4; i < packed.length; i++) {
      byte[] damaged = packed.clone();
      damaged[i] ^= (byte) 0xff;
      try (Source source = open(damaged)) {
        assertThat(source.size()).isLessThan(1 << 20);
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotBlank();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"GZIP", "ZSTD"})
  void a_file_cut_anywhere_gives_bytes_or_an_error_with_words(Packing packing) throws IOException {
    byte[] packed = packing.pack(Arrays.copyOf(PLAIN, 300));
    for (int length = 4; length < packed.length; length++) {
      try (Source source = open(Arrays.copyOf(packed, length))) {
        assertThat(source.size()).isLessThanOrEqualTo(300);
        assertThat(source.prematureEnd()).as("cut at %d of %d", length, packed.length).isPresent();
      } catch (IOException e) {
        assertThat(e.getMessage()).as("cut at %d of %d", length, packed.length).isNotBlank();
      }
    }
  }

  @Test
  void a_read_past_what_could_be_unpacked_gives_less() throws IOException {
    byte[] packed = Packing.GZIP.pack(PLAIN);
    try (Source source = open(Arrays.copyOf(packed, 1000))) {
      byte[] into = new byte[5000];
      int n = source.read(0, into, 0, into.length);
      assertThat(n).isBetween(1, 1000);
      assertThat(source.read(n, into, 0, 1)).isZero();
    }
  }

  @Test
  void bytes_past_the_end_of_gzip_are_no_damage() throws IOException {
    byte[] packed = Packing.GZIP.pack(PLAIN);
    try (Source source = open(Arrays.copyOf(packed, packed.length + 512))) {
      assertThat(source.size()).isEqualTo(PLAIN.length);
    }
  }

  @Test
  void an_input_that_breaks_tells_why() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(new byte[100]), new BrokenInput("the disk is gone"));
    try (Source source = Sources.open("-", broken)) {
      assertThat(source.size()).isEqualTo(100);
      assertThat(source.prematureEnd()).contains("the disk is gone");
    }
    assertThatThrownBy(() -> Sources.open("-", new BrokenInput("no input at all")))
        .hasMessage("no input at all");
  }

  /** Fails when it is read. */
  private static final class BrokenInput extends InputStream {
    private final String reason;

    BrokenInput(String reason) {
      this.reason = reason;
    }

    @Override
    public int read() throws IOException {
      throw new IOException(reason);
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      throw new IOException(reason);
    }
  }
}
