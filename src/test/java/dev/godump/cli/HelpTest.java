package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.cli.Errors.ExitCode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests help, and what godump says to words that it doesn't know. */
class HelpTest {
  private static final String DUMP = "testdata/go1.24/leak.dump.gz";

  private static CommandLineRun run(String line) {
    return CommandLineRun.of(line.split(" "));
  }

  @Test
  void a_file_is_short_for_its_summary() {
    assertThat(run(DUMP)).isEqualTo(run("summary " + DUMP));
    assertThat(run("--json " + DUMP)).isEqualTo(run("summary --json " + DUMP));
    assertThat(run(DUMP + " --json")).isEqualTo(run("summary --json " + DUMP));
    run("no/such.dump").assertFails(ExitCode.INPUT, "no such file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sumary x.dump         | unknown command 'sumary'; did you mean summary?",
        "check --help          | unknown command 'check'; try: godump --help",
        "help check            | unknown command 'check'; try: godump --help",
        "export dto x.dump     | unknown format 'dto'; did you mean dot?",
        "export xml --help     | unknown format 'xml'; try: godump export --help",
        "strings --tpo 3 x     | unknown option '--tpo'; did you mean --top?",
        "strings --limit 3 x   | unknown option '--limit'; did you mean --top?",
        "strings --csv x       | unknown option '--csv'; did you mean --format?",
        "--top 3 strings x     | unknown option '--top'; options follow the command",
        "memstats --frobni x.d | unknown option '--frobni'; try: godump memstats --help",
        "memstats x.dump y     | unexpected argument 'y'",
        "memstats              | missing DUMP; try: godump memstats --help",
        "report                | missing --output=FILE and DUMP; try: godump report --help"
      })
  void unknown_words_are_wrong_usage(String line, String message) {
    run(line).assertFails(ExitCode.USAGE, message);
  }

  @Test
  void help_lists_every_command_in_a_group() {
    String help = run("help").out();
    for (String command : DocumentationTest.subcommands()) {
      assertThat(help).containsPattern("\n  " + command + " +\\S");
    }
    assertThat(run("--help").out()).isEqualTo(help);
    assertThat(CommandLineRun.of().out()).isEqualTo(help);
  }

  @Test
  void help_of_a_command_describes_only_its_own_options() {
    String strings = run("strings --help").out();
    assertThat(strings).isEqualTo(run("help strings").out()).contains("--match", "help options");
    List<String> shared = List.of("--debug", "--redact=", "--off-heap", "--no-index", "--color");
    assertThat(strings).doesNotContain(shared);
    assertThat(run("help options").out())
        .contains("--debug", "--redact", "--exe=FILE", "--format=FORMAT", "--no-index", "--color");
    assertThat(run("help export dot").out()).contains("--max-nodes");
  }
}
