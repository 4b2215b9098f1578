package dev.godump.report.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class MemorySharesTest {
  private static MemoryShares shares(Map<String, Long> figures) {
    return MemoryShares.of(name -> figures.getOrDefault(name, 0L));
  }

  @Test
  void stacks_that_the_runtime_counts_are_taken_as_they_are() {
    assertThat(
            shares(
                Map.of(
                    "Sys",
                    150L,
                    "HeapSys",
                    100L,
                    "HeapInuse",
                    80L,
                    "StackSys",
                    30L,
                    "StackInuse",
                    20L)))
        .isEqualTo(new MemoryShares(30, 100, 80));
  }

  @Test
  void stacks_that_old_releases_count_in_the_heap_are_taken_out_of_it() {
    assertThat(shares(Map.of("Sys", 100L, "HeapSys", 100L, "HeapInuse", 80L, "StackInuse", 20L)))
        .isEqualTo(new MemoryShares(20, 80, 60));
  }

  @Test
  void stacks_that_old_releases_count_nowhere_leave_the_heap_as_it_is() {
    assertThat(shares(Map.of("Sys", 120L, "HeapSys", 100L, "HeapInuse", 80L, "StackInuse", 20L)))
        .isEqualTo(new MemoryShares(20, 100, 80));
  }
}
