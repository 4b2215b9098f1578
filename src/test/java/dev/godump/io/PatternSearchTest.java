package dev.godump.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.BytesSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatternSearchTest {
  private static final int CHUNK = PatternSearch.CHUNK;

  private static List<Long> positions(byte[] bytes, byte[]... patterns) {
    List<BytePattern> all = Arrays.stream(patterns).map(BytePattern::new).toList();
    List<Long> found = new ArrayList<>();
    try (PatternSearch search = new PatternSearch(new BytesSource(bytes), all)) {
      while (search.hasNextBefore(Long.MAX_VALUE)) {
        found.add(search.position() * patterns.length + search.pattern());
        assertThat(search.end()).isEqualTo(search.position() + patterns[search.pattern()].length);
        search.advance();
      }
    }
    return found;
  }

  private static byte[] withPattern(int length, byte[] pattern, int... positions) {
    byte[] bytes = new byte[length];
    for (int at : positions) {
      System.arraycopy(pattern, 0, bytes, at, pattern.length);
    }
    return bytes;
  }

  @Test
  void an_occurrence_across_the_end_of_a_chunk_is_found_once() {
    byte[] pattern = "a secret".getBytes(StandardCharsets.UTF_8);
    for (int before = 0; before <= pattern.length; before++) {
      int at = CHUNK - before;
      byte[] bytes = withPattern(3 * CHUNK, pattern, at, at + CHUNK);
      assertThat(positions(bytes, pattern)).containsExactly((long) at, (long) at + CHUNK);
    }
  }

  @Test
  void a_pattern_can_be_longer_than_a_chunk_has_bytes_left() {
    byte[] pattern = new byte[BytePattern.MAX_LENGTH];
    new Random(1).nextBytes(pattern);
    byte[] bytes = withPattern(4 * CHUNK, pattern, 17, CHUNK + 1234);
    assertThat(positions(bytes, pattern)).containsExactly(17L, CHUNK + 1234L);
  }

  @Test
  void a_source_can_end_where_a_chunk_ends() {
    byte[] pattern = {1, 2, 3};
    assertThat(positions(withPattern(CHUNK, pattern, CHUNK - 3), pattern))
        .containsExactly(CHUNK - 3L);
    assertThat(positions(withPattern(2 * CHUNK, pattern, 2 * CHUNK - 3), pattern))
        .containsExactly(2 * CHUNK - 3L);
    assertThat(positions(new byte[0], pattern)).isEmpty();
  }

  @Test
  void occurrences_of_all_patterns_come_by_position() {
    byte[] bytes = new byte[2 * CHUNK + 12345];
    new Random(2).nextBytes(bytes);
    byte[][] patterns = {{7, 7}, {7}, {1, 2}, {0, 7, 7}};
    List<Long> expected = new ArrayList<>();
    for (int i = 0; i < patterns.length; i++) {
      int pattern = i;
      BytePatternTest.naive(patterns[i], bytes, bytes.length)
          .forEach(at -> expected.add((long) at * patterns.length + pattern));
    }
    assertThat(positions(bytes, patterns)).isEqualTo(expected.stream().sorted().toList());
  }

  @Test
  void an_occurrence_is_before_a_position_if_it_starts_there() {
    byte[] bytes = withPattern(100, new byte[] {1, 1, 1}, 40);
    try (PatternSearch search =
        new PatternSearch(new BytesSource(bytes), List.of(new BytePattern((byte) 1, (byte) 1)))) {
      assertThat(search.hasNextBefore(40)).isFalse();
      assertThat(search.hasNextBefore(41)).isTrue();
      search.advance();
      assertThat(search.hasNextBefore(41)).isFalse();
      assertThat(search.hasNextBefore(100)).isTrue();
    }
  }
}
