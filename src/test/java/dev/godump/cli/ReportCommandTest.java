package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.DumpWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportCommandTest {
  private static final String DUMP = "testdata/go1.24/leak.dump.gz";
  private static final Pattern DATA =
      Pattern.compile(
          "<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

  @TempDir private Path directory;

  private static String report(String... options) {
    String[] args = new String[options.length + 4];
    args[0] = "report";
    args[1] = "--no-index";
    args[2] = "-o";
    args[3] = "-";
    System.arraycopy(options, 0, args, 4, options.length);
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static JsonNode answers(String report) throws IOException {
    Matcher data = DATA.matcher(report);
    assertThat(data.find()).isTrue();
    return new ObjectMapper().readTree(data.group(1));
  }

  @Test
  void its_answers_are_what_the_commands_print_as_json() throws IOException {
    JsonNode answers = answers(report(DUMP));
    for (String command : new String[] {"summary", "leaks", "goroutines", "waste", "roots"}) {
      String json = CommandLineRun.of(command, "--no-index", "--json", DUMP).out();
      JsonNode answer = answers.get(command);
      assertThat(answer.get("command").asText()).isEqualTo(command);
      if (command.equals("summary") || command.equals("leaks")) {
        assertThat(answer).isEqualTo(new ObjectMapper().readTree(json));
      }
    }
    assertThat(answers.has("diff?by=type")).isFalse();
  }

  @Test
  void an_earlier_dump_is_compared() throws IOException {
    String before = "testdata/go1.24/growth-1.dump.gz";
    String after = "testdata/go1.24/growth-2.dump.gz";
    JsonNode diff = answers(report("--diff", before, after)).get("diff?by=type");
    assertThat(diff.at("/dumps/0").asText()).isEqualTo(before);
    assertThat(diff.at("/dumps/1").asText()).isEqualTo(after);
    assertThat(diff.at("/totals/objects/delta").asLong()).isPositive();
  }

  @Test
  void it_loads_nothing_and_its_policy_allows_nothing_else() {
    String report = report(DUMP);
    assertThat(report)
        .contains("default-src 'none'; script-src 'strict-dynamic' 'sha256-")
        .doesNotContain("unsafe", "src=\"", "<link");
  }

  @Test
  void names_of_the_dump_end_no_script() throws IOException {
    String name = "</script><script>alert(1)</script><!--";
    DumpWriter dump = DumpWriter.go("go1.24.0").goroutine(1, name);
    dump.frame(name, dump.memory(8));
    Path file = Files.write(directory.resolve("hostile.dump"), dump.finish());
    String report = report(file.toString());
    assertThat(report).doesNotContain("alert(1)</script>", "<!--");
    assertThat(answers(report).at("/goroutines/groups/0/frames/0/function").asText())
        .isEqualTo(name);
  }

  @Test
  void a_file_is_written_with_its_size() {
    Path file = directory.resolve("report.html");
    CommandLineRun run = CommandLineRun.of("report", "--no-index", DUMP, "-o", file.toString());
    assertThat(run.out()).startsWith("wrote " + file + ": ").contains("KiB");
    assertThat(file).exists();
  }

  @Test
  void an_earlier_dump_that_is_missing_fails() {
    CommandLineRun.of("report", DUMP, "--diff", "nothing.dump", "-o", "-")
        .assertFails(3, "nothing.dump: no such file");
  }
}
