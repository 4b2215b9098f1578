package dev.godump.heap.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Regular expressions whose search would never end, and those that only read much. */
class BoundedRegexTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"(a+)+$", "((a+)+)+$", "(.*a){12}$", ".*.*.*.*.*x", "((a|aa)+)+$", "(a|b)*x"})
  void every_search_ends(String regex) {
    String text = "a".repeat(1_000) + "b";
    try {
      assertThat(BoundedRegex.of(regex).find(text)).isFalse();
    } catch (UncheckedIOException e) {
      assertThat(e.getCause())
          .isInstanceOf(BoundedRegex.LimitException.class)
          .hasMessageStartingWith("'" + regex + "' takes too many steps in a text of 1001 ");
    }
  }

  @Test
  void a_repetition_of_repetitions_takes_too_many_steps() {
    assertThatThrownBy(() -> BoundedRegex.of("((a+)+)+$").find("a".repeat(40) + "b"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void a_search_from_every_character_to_the_end_of_a_line_is_no_problem() {
    assertThat(BoundedRegex.of(".*token").find("x".repeat(5_000))).isFalse();
    assertThat(BoundedRegex.of(".*token").find("x".repeat(5_000) + "token")).isTrue();
    assertThat(BoundedRegex.of("").find("")).isTrue();
  }

  @Test
  void what_is_no_regular_expression_is_refused() {
    assertThatThrownBy(() -> BoundedRegex.of("(")).isInstanceOf(PatternSyntaxException.class);
  }
}
