package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Types that functions declare are other types than those of the package with their names. */
class SharedTypeNamesTest {
  private static final String PROGRAM = "testdata/names/go1.24/program.zst";
  private static final String DUMP = "testdata/names/go1.24/types.dump.gz";

  @Test
  void each_type_has_a_row() {
    assertThat(CommandLineRun.of("histogram", "--exe", PROGRAM, DUMP).out())
        .containsPattern("\n +30 .* main\\.item\\[int]\n")
        .containsPattern("\n +20 .* main\\.item\\[int] #2\n")
        .containsPattern("\n +30 .* main\\.result\n")
        .containsPattern("\n +20 .* main\\.result #2\n");
  }

  @Test
  void a_name_selects_one_of_the_types() {
    assertThat(
            CommandLineRun.of(
                    "objects", "--top", "0", "--type", "main.result #2", "--exe", PROGRAM, DUMP)
                .out()
                .lines()
                .filter(line -> line.contains("main.result #2")))
        .hasSize(20);
  }
}
