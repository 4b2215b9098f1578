package dev.godump.report.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowLimitTest {
  private static String more(RowLimit limit, long count) {
    return WrittenText.of(out -> limit.more(out, count));
  }

  @Test
  void a_long_list_is_cut_and_the_rest_is_counted() {
    RowLimit limit = RowLimit.of("--top", 2);
    assertThat(limit.cut(List.of(1, 2, 3))).containsExactly(1, 2);
    assertThat(more(limit, 3)).isEqualTo("  1 more (--top 0 shows all)\n");
  }

  @Test
  void a_list_within_the_limit_stays_whole() {
    RowLimit limit = RowLimit.of("--top", 3);
    assertThat(limit.cut(List.of(1, 2, 3))).containsExactly(1, 2, 3);
    assertThat(more(limit, 3)).isEmpty();
  }

  @Test
  void zero_means_no_limit() {
    RowLimit limit = RowLimit.of("--top", 0);
    assertThat(limit.cut(List.of(1, 2, 3))).containsExactly(1, 2, 3);
    assertThat(more(limit, 3)).isEmpty();
  }
}
