package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godump.dump.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BytePatternTest {
  private static List<Integer> search(byte[] pattern, byte[] text, int length) {
    List<Integer> found = new ArrayList<>();
    new BytePattern(pattern).search(text, length, found::add);
    return found;
  }

  private static List<Integer> search(String pattern, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return search(pattern.getBytes(StandardCharsets.ISO_8859_1), bytes, bytes.length);
  }

  /** Compares the pattern with the text at each position. */
  static List<Integer> naive(byte[] pattern, byte[] text, int length) {
    List<Integer> found = new ArrayList<>();
    for (int at = 0; at <= length - pattern.length; at++) {
      if (Arrays.equals(pattern, 0, pattern.length, text, at, at + pattern.length)) {
        found.add(at);
      }
    }
    return found;
  }

  private static byte[] random(Random random, int length, int letters) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(letters) * 0x55);
    }
    return bytes;
  }

  @Test
  void overlapping_occurrences_are_found() {
    assertThat(search("aa", "aaaa")).containsExactly(0, 1, 2);
    assertThat(search("abab", "xabababx")).containsExactly(1, 3);
    assertThat(search("a", "banana")).containsExactly(1, 3, 5);
  }

  @Test
  void an_occurrence_at_either_end_is_found() {
    assertThat(search("needle", "needle")).containsExactly(0);
    assertThat(search("needle", "hay needle")).containsExactly(4);
    assertThat(search("needle", "needl")).isEmpty();
  }

  @Test
  void bytes_after_the_length_are_not_searched() {
    assertThat(search(new byte[] {1, 2}, new byte[] {1, 2, 1, 2}, 3)).containsExactly(0);
  }

  @Test
  void a_search_finds_what_a_comparison_at_each_position_finds() {
    Seeds.forEach(
        2000,
        seed -> {
          Random random = new Random(seed);
          int letters = 1 + random.nextInt(4);
          int length = 1 + random.nextInt(random.nextBoolean() ? 5 : 400);
          byte[] text = random(random, random.nextInt(2000), letters);
          byte[] pattern =
              text.length > length && random.nextBoolean()
                  ? Arrays.copyOf(text, length)
                  : random(random, length, letters);
          assertThat(search(pattern, text, text.length))
              .isEqualTo(naive(pattern, text, text.length));
        });
  }

  @Test
  void a_search_for_many_equal_bytes_takes_linear_time() {
    byte[] pattern = new byte[BytePattern.MAX_LENGTH];
    pattern[pattern.length / 2] = 1;
    assertThat(search(pattern, new byte[1 << 24], 1 << 24)).isEmpty();
  }

  @Test
  void a_pattern_has_a_byte() {
    assertThatThrownBy(BytePattern::new).hasMessage("pattern of 0 bytes");
  }
}
