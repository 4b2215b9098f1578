package dev.godump.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LastListTest {
  private final List<Integer> searches = new ArrayList<>();
  private final LastList last = new LastList();

  private int[] first(Object question, int rows) throws IOException {
    return last.first(
            question,
            rows,
            limit -> {
              searches.add(limit);
              return new LargestFirst(IntStream.range(0, limit).toArray(), 1_000_000);
            })
        .ids();
  }

  @Test
  void the_first_page_is_searched_for_alone_and_others_with_many() throws IOException {
    assertThat(first("by size", 200)).hasSize(200);
    assertThat(first("by size", 400)).hasSizeGreaterThan(4000);
    assertThat(first("by size", 600)).hasSizeGreaterThan(4000);
    assertThat(first("by size", 5000)).hasSizeGreaterThan(100_000);
    assertThat(first("by size", 100_000)).hasSizeGreaterThan(100_000);
    assertThat(first("by size", 200)).hasSizeGreaterThan(100_000);
    assertThat(searches).hasSize(3);
  }

  @Test
  void a_page_far_below_is_found() throws IOException {
    first("by size", 200);
    assertThat(first("by size", 700_000)).hasSizeGreaterThanOrEqualTo(700_000);
  }

  @Test
  void another_list_is_searched_for() throws IOException {
    first("by size", 200);
    assertThat(first("by retained size", 100)).hasSize(100);
    assertThat(first("by size", 200)).hasSize(200);
    assertThat(searches).containsExactly(200, 100, 200);
  }
}
