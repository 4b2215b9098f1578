package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.BytesSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteReaderTest {
  private static final byte[] BYTES = random(1000);

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return bytes;
  }

  private static ByteReader reader(int capacity) {
    return new ByteReader(new BytesSource(BYTES), capacity);
  }

  @Test
  void a_buffer_too_small_for_words_and_numbers_is_refused() {
    assertThatThrownBy(() -> reader(31)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 33, 63, 64, 999, 1000, 1001})
  void bytes_come_one_by_one_through_any_buffer(int capacity) throws IOException {
    ByteReader in = reader(capacity);
    for (byte b : BYTES) {
      assertThat(in.atEnd()).isFalse();
      assertThat(in.unsignedByte()).isEqualTo(b & 0xff);
    }
    assertThat(in.atEnd()).isTrue();
    assertThatThrownBy(in::unsignedByte).isInstanceOf(EndOfBytesException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 64, 100, 2000})
  void an_array_longer_than_the_buffer_is_filled(int capacity) throws IOException {
    ByteReader in = reader(capacity);
    in.skip(3);
    byte[] into = new byte[900];
    in.bytes(into);
    assertThat(into).isEqualTo(Arrays.copyOfRange(BYTES, 3, 903));
    assertThat(in.position()).isEqualTo(903);
    assertThatThrownBy(() -> in.bytes(new byte[98]))
        .isInstanceOfSatisfying(
            EndOfBytesException.class, e -> assertThat(e.position()).isEqualTo(1000));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 900, 1L << 40})
  void a_skip_past_the_end_shows_at_the_next_read(long beyond) throws IOException {
    ByteReader in = reader(64);
    in.skip(1000);
    assertThat(in.atEnd()).isTrue();
    in.skip(beyond);
    assertThat(in.position()).isEqualTo(1000 + beyond);
    assertThat(in.atEnd()).isTrue();
    assertThatThrownBy(in::uvarint).isInstanceOf(EndOfBytesException.class);
    assertThatThrownBy(() -> in.bytes(new byte[1])).isInstanceOf(EndOfBytesException.class);
  }

  @Test
  void the_end_that_a_skip_went_past_is_told_as_it_is() {
    ByteReader in = reader(64);
    in.skip(5000);
    assertThatThrownBy(in::unsignedByte)
        .isInstanceOfSatisfying(
            EndOfBytesException.class, e -> assertThat(e.position()).isEqualTo(1000));
  }

  @Test
  void after_a_seek_back_the_same_bytes_come_again() throws IOException {
    ByteReader in = reader(64);
    in.skip(700);
    in.unsignedByte();
    in.seek(10);
    assertThat(in.unsignedByte()).isEqualTo(BYTES[10] & 0xff);
    in.seek(9);
    assertThat(in.unsignedByte()).isEqualTo(BYTES[9] & 0xff);
    in.seek(700);
    assertThat(in.unsignedByte()).isEqualTo(BYTES[700] & 0xff);
  }

  @ParameterizedTest
  @ValueSource(ints = {32, 40, 64, 128, 4096})
  void words_behind_and_ahead_are_read_whether_the_buffer_has_them_or_not(int capacity)
      throws IOException {
    Random random = new Random(capacity);
    ByteReader in = reader(capacity);
    for (int step = 0; step < 5000; step++) {
      switch (random.nextInt(6)) {
        case 0 -> in.keepFrom(in.position());
        case 1 -> in.keepFrom(Long.MAX_VALUE);
        case 2 -> in.seek(random.nextInt(BYTES.length));
        case 3 -> in.skip(random.nextInt(40));
        default -> {
          if (!in.atEnd()) {
            long at = in.position();
            assertThat(in.unsignedByte()).isEqualTo(BYTES[(int) at] & 0xff);
          }
        }
      }
      long before = in.position();
      assertWord(
          in, random.nextInt(BYTES.length - 8), random.nextBoolean() ? 8 : 4, random.nextBoolean());
      assertThat(in.position()).isEqualTo(before);
    }
  }

  private static void assertWord(ByteReader in, int position, int size, boolean bigEndian)
      throws IOException {
    ByteBuffer all =
        ByteBuffer.wrap(BYTES).order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    long expected = size == 8 ? all.getLong(position) : all.getInt(position) & 0xffffffffL;
    assertThat(in.word(position, size, bigEndian)).isEqualTo(expected);
    assertThat(ByteReader.word(BYTES, position, size, bigEndian)).isEqualTo(expected);
  }

  @Test
  void a_word_that_reaches_past_the_end_is_not_there() throws IOException {
    ByteReader in = reader(64);
    assertWord(in, 992, 8, true);
    assertThatThrownBy(() -> in.word(993, 8, true))
        .isInstanceOfSatisfying(
            EndOfBytesException.class, e -> assertThat(e.position()).isEqualTo(1000));
    assertThatThrownBy(() -> in.word(5000, 4, false)).isInstanceOf(EndOfBytesException.class);
    assertWord(in, 996, 4, false);
  }

  @Test
  void kept_bytes_are_not_read_again() throws IOException {
    CountingSource source = new CountingSource();
    ByteReader in = new ByteReader(source, 256);
    in.skip(100);
    in.keepFrom(100);
    in.bytes(new byte[100]);
    in.word(100, 8, false);
    assertThat(source.reads).isEqualTo(1);
  }

  private static final class CountingSource implements Source {
    private final Source all = new BytesSource(BYTES);
    private int reads;

    @Override
    public String name() {
      return all.name();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      reads++;
      return all.read(position, into, offset, length);
    }

    @Override
    public long size() throws IOException {
      return all.size();
    }

    @Override
    public Progress progress(long position) {
      return all.progress(position);
    }

    @Override
    public Optional<String> prematureEnd() {
      return all.prematureEnd();
    }

    @Override
    public void close() {}
  }
}
