package dev.godump.types.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.binary.type.GoType;
import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layout.Form;
import dev.godump.types.layout.Layout.Reference;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TypingCacheTest {
  private final TypingCache cache = new TypingCache();

  private static Layout layout(int number) {
    GoType type = new GoType("T" + number, GoType.Kind.STRUCT, 8, 0, () -> GoType.Parts.NONE);
    return new Layout(
        number,
        type,
        Form.VALUE,
        null,
        false,
        new long[0],
        new Reference[0],
        new long[0],
        new GoType[0]);
  }

  private static Candidate candidate(int layout, long count, boolean exactCount) {
    return new Candidate(layout(layout), count, exactCount, Certainty.EXACT);
  }

  @Test
  void an_entry_has_its_candidate_shape_and_typing() {
    Candidate candidate = new Candidate(layout(7), 1L << 40, true, Certainty.GUESS);
    cache.put(candidate, 1234, 99);
    int entry = cache.find(candidate, 1234);
    assertThat(cache.typingId(entry)).isEqualTo(99);
    assertThat(cache.candidate(entry)).isEqualTo(candidate);
    assertThat(cache.shape(entry)).isEqualTo(1234);
  }

  @Test
  void a_queued_candidate_is_found_like_a_record() {
    Candidate candidate = candidate(7, 3, true);
    cache.put(candidate, 5, 99);
    CandidateQueue queue = new CandidateQueue(1);
    queue.add(0, candidate.layout(), 3, false, Certainty.EXACT);
    queue.add(0, candidate.layout(), 3, true, Certainty.EXACT);
    assertThat(cache.find(queue, 0, 5)).isEqualTo(TypingCache.NONE);
    assertThat(cache.find(queue, 1, 5)).isEqualTo(cache.find(candidate, 5));
  }

  @Test
  void different_candidates_have_different_entries() {
    cache.put(candidate(7, 3, true), 5, 1);
    assertThat(cache.find(candidate(7, 3, true), 5)).isNotNegative();
    assertThat(cache.find(candidate(8, 3, true), 5)).isNegative();
    assertThat(cache.find(candidate(7, 3, true), 6)).isNegative();
    assertThat(cache.find(candidate(7, 4, true), 5)).isNegative();
    assertThat(cache.find(candidate(7, 3, false), 5)).isNegative();
    assertThat(cache.find(new Candidate(layout(7), 3, true, Certainty.INFERRED), 5)).isNegative();
  }

  @Test
  void counts_of_a_damaged_dump_are_not_confused_with_others() {
    cache.put(candidate(1, 5, false), 1, 1);
    cache.put(candidate(1, -1, false), 2, 1);
    assertThat(cache.find(candidate(1, (1L << 61) + 5, false), 1)).isNegative();
    assertThat(cache.find(candidate(1, -1, false), 2)).isNegative();
  }

  @Test
  void many_entries_are_found() {
    Random random = new Random(1);
    for (int i = 1; i <= 100_000; i++) {
      cache.put(candidate(random.nextInt(100), i, i % 2 == 0), random.nextInt(1000), i);
    }
    random = new Random(1);
    for (int i = 1; i <= 100_000; i++) {
      int entry = cache.find(candidate(random.nextInt(100), i, i % 2 == 0), random.nextInt(1000));
      assertThat(cache.typingId(entry)).isEqualTo(i);
    }
  }
}
