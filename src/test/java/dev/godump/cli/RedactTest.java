package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactTest {
  private static final String EXE = "--exe testdata/go1.27/waste.program.zst ";
  private static final String DUMP = "testdata/go1.27/waste.dump.gz";

  /** Texts in the memory of the process, as text and in hexadecimal. */
  private static final String[] SECRETS = {
    "customer number 1", "land-", "637573746f6d6572", "63 75 73 74", "63757374"
  };

  private static CommandLineRun run(String line) {
    return CommandLineRun.of(line.split(" +"));
  }

  private static String first(String what) throws IOException {
    JsonNode objects =
        new ObjectMapper()
            .readTree(java.nio.file.Path.of("testdata/go1.27/waste.facts.json").toFile())
            .get("objects");
    for (JsonNode object : objects) {
      if (object.get("name").asText().equals(what)) {
        return object.get("address").asText();
      }
    }
    throw new IllegalArgumentException(what);
  }

  private static String nameAddress() throws IOException {
    CommandLineRun run = run("strings --format json --match ^customer " + EXE + DUMP);
    return new ObjectMapper().readTree(run.out()).get("contents").get(0).get("address").asText();
  }

  @ParameterizedTest
  @CsvSource({
    "strings --top 0",
    "object --hex ALL",
    "object --hex NAME",
    "object main.all",
    "retainers NAME",
    "goroutines --locals --id 1",
    "histogram",
    "waste"
  })
  void no_command_shows_contents_in_any_format(String command) throws IOException {
    String line = command.replace("ALL", first("all")).replace("NAME", nameAddress());
    for (String format : new String[] {"text", "json"}) {
      String rest = " --format " + format + " " + EXE;
      String operands =
          line.contains(" 0x") || line.contains(" main.")
              ? line.substring(line.lastIndexOf(' ')) + " "
              : "";
      String name = operands.isEmpty() ? line : line.substring(0, line.lastIndexOf(' '));
      CommandLineRun run = run(name + " --redact" + rest + operands + DUMP);
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out()).doesNotContain(SECRETS);
    }
  }

  @Test
  void contents_are_shown_without_the_option() throws IOException {
    assertThat(run("strings " + EXE + DUMP).out()).contains("customer number 100000, Ltd.");
    assertThat(run("object --hex " + nameAddress() + " " + DUMP).out()).contains("63 75 73 74");
  }

  @Test
  void hashes_differ_between_contents_and_between_runs() throws IOException {
    String line = "strings --redact --top 0 --sort length --format json " + EXE + DUMP;
    JsonNode contents = new ObjectMapper().readTree(run(line).out()).get("contents");
    Set<String> hashes = new HashSet<>();
    contents.forEach(content -> hashes.add(content.get("hash").asText()));
    assertThat(hashes).hasSize(contents.size());
    JsonNode again = new ObjectMapper().readTree(run(line).out()).get("contents");
    assertThat(again.get(0).get("hash")).isNotEqualTo(contents.get(0).get("hash"));
    assertThat(contents.get(0).get("text").isNull()).isTrue();
  }

  @Test
  void a_search_is_rejected_since_it_would_reveal_contents() {
    CommandLineRun run = run("strings --redact --match secret " + DUMP);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("--match can't be combined with --redact: it would reveal hidden contents");
  }
}
