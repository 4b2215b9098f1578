package dev.godump.analysis.find;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.io.BytePattern;
import dev.godump.types.value.GoValue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatternFreeKeysTest {
  private static boolean shows(GoValue key, String... patterns) {
    List<BytePattern> all =
        List.of(patterns).stream()
            .map(pattern -> new BytePattern(pattern.getBytes(StandardCharsets.UTF_8)))
            .toList();
    return new PatternFreeKeys(all).test(key);
  }

  private static GoValue text(String text, long length) {
    return new GoValue.Text(text, length, text.length() == length);
  }

  @Test
  void a_string_without_a_match_is_shown() {
    assertThat(shows(text("alice", 5), "token", "bob")).isTrue();
    assertThat(shows(text("alice token", 11), "token")).isFalse();
    assertThat(shows(text("token", 5), "other", "token")).isFalse();
  }

  @Test
  void the_start_of_a_string_may_be_the_start_of_a_pattern() {
    assertThat(shows(text("tok", 5), "token")).isFalse();
    assertThat(shows(text("alice", 50), "token")).isFalse();
  }

  @Test
  void a_number_is_shown_if_no_pattern_is_as_short() {
    assertThat(shows(new GoValue.Scalar(17L), "a long pattern")).isTrue();
    assertThat(shows(new GoValue.Scalar(17L), "a long pattern", "8 bytes!")).isFalse();
    assertThat(shows(new GoValue.Nil(), "a long pattern")).isFalse();
  }
}
