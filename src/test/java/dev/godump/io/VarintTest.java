package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.BytesSource;
import dev.godump.dump.Seeds;
import dev.godump.dump.Varint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  private static final byte MORE = (byte) 0x80;

  @Test
  void varints_read_back_as_written() {
    Seeds.forEach(
        1000,
        seed -> {
          Random random = new Random(seed);
          long[] values =
              random
                  .longs(random.nextInt(101))
                  .map(value -> value >>> random.nextInt(Long.SIZE)) // numbers of every length
                  .toArray();
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          for (long value : values) {
            out.writeBytes(Varint.of(value));
          }
          int capacity = random.nextInt(32, 101);
          ByteReader in = new ByteReader(new BytesSource(out.toByteArray()), capacity);
          for (long value : values) {
            assertThat(in.uvarint()).isEqualTo(value);
          }
          assertThat(in.position()).isEqualTo(out.size());
          assertThat(in.atEnd()).isTrue();
        });
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 128, 16383, 16384, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void limits_of_every_length_are_read_whatever_follows(long value) throws IOException {
    byte[] alone = Varint.of(value);
    byte[] followed = Arrays.copyOf(alone, 64);
    assertThat(new ByteReader(new BytesSource(alone)).uvarint()).isEqualTo(value);
    assertThat(new ByteReader(new BytesSource(followed)).uvarint()).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(longs = {128, 1L << 20, 0xc000123456L, -1})
  void a_number_cut_at_any_byte_ends_where_the_source_ends(long value) {
    byte[] whole = Varint.of(value);
    for (int length = 0; length < whole.length; length++) {
      int end = length;
      assertThatThrownBy(() -> new ByteReader(BytesSource.prefix(whole, end)).uvarint())
          .isInstanceOfSatisfying(
              EndOfBytesException.class, e -> assertThat(e.position()).isEqualTo(end));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 30})
  void a_number_of_more_than_64_bits_is_malformed(int following) {
    byte[] tenth = Arrays.copyOf(Varint.of(-1), 10 + following);
    tenth[9] = 2;
    assertMalformed(tenth);
    byte[] eleven = new byte[11 + following];
    Arrays.fill(eleven, 0, 10, MORE);
    assertMalformed(eleven);
  }

  private static void assertMalformed(byte[] bytes) {
    byte[] second = new byte[bytes.length + 1];
    System.arraycopy(bytes, 0, second, 1, bytes.length);
    ByteReader in = new ByteReader(new BytesSource(second));
    assertThatThrownBy(
            () -> {
              in.uvarint();
              in.uvarint();
            })
        .isInstanceOfSatisfying(
            MalformedVarintException.class, e -> assertThat(e.position()).isEqualTo(1));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 9, 10})
  void a_number_with_needless_bytes_is_read(int length) throws IOException {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, 0, length - 1, MORE);
    bytes[0] = (byte) 0x85;
    assertThat(new ByteReader(new BytesSource(bytes)).uvarint()).isEqualTo(5);
  }
}
