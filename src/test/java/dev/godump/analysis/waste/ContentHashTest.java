package dev.godump.analysis.waste;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContentHashTest {
  private static long hash(byte[] bytes, int start, int length) {
    return ContentHash.add(ContentHash.start(length), bytes, start, length);
  }

  @Test
  void equal_bytes_have_equal_hashes_at_any_offset() {
    byte[] bytes = new byte[100];
    new Random(3).nextBytes(bytes);
    byte[] moved = new byte[120];
    System.arraycopy(bytes, 0, moved, 7, bytes.length);
    for (int length = 0; length <= bytes.length; length++) {
      assertThat(hash(moved, 7, length)).isEqualTo(hash(bytes, 0, length));
    }
  }

  @Test
  void contents_that_differ_in_one_bit_or_in_length_have_different_hashes() {
    Set<Long> hashes = new HashSet<>();
    for (int length = 0; length <= 40; length++) {
      byte[] bytes = new byte[length];
      assertThat(hashes.add(hash(bytes, 0, length))).isTrue();
      for (int bit = 0; bit < 8 * length; bit++) {
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        assertThat(hashes.add(hash(bytes, 0, length))).isTrue();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
      }
    }
  }
}
