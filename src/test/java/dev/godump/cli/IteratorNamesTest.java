package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The goroutines of {@code iter.Pull} are named by the iterators that they run. */
class IteratorNamesTest {
  private static final String PROGRAM = "testdata/names/go1.24/program.zst";
  private static final String DUMP = "testdata/names/go1.24/iterators.dump.gz";

  @Test
  void the_call_at_the_top_of_a_stack_is_the_iterators() {
    assertThat(CommandLineRun.of("goroutines", "--exe", PROGRAM, DUMP).out())
        .contains("\n5  [coroutine]  main.rows.func1  ", "\n5  [coroutine]  runtime.corostart  ");
  }

  @Test
  void the_goroutine_starts_with_the_iterator() {
    assertThat(CommandLineRun.of("leaks", "--threshold", "0.1", "--exe", PROGRAM, DUMP).out())
        .contains("main.rows.func1")
        .doesNotContain("corostart");
  }
}
