package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.RealDump;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindCommandTest {
  private static final String EXE = "testdata/go1.27/waste.program.zst";
  private static final String DUMP = "testdata/go1.27/waste.dump.gz";
  private static final String TEXT = "customer number 100003, Ltd.";

  @TempDir private Path directory;

  private static CommandLineRun find(String... args) {
    List<String> all = new ArrayList<>(List.of("find", "--no-index"));
    Collections.addAll(all, args);
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  private String file(byte... bytes) throws IOException {
    return Files.write(directory.resolve("pattern"), bytes).toString();
  }

  @Test
  void a_match_has_its_type_and_holder() throws IOException {
    CommandLineRun run = find("--exe", EXE, "--json", "--top", "0", TEXT, DUMP);
    assertThat(run.exitCode()).isZero();
    JsonNode answer = json(run);
    // the program made a hundred copies of the name
    assertThat(answer.get("matches").asInt()).isEqualTo(100);
    assertThat(answer.get("places")).hasSize(100);
    JsonNode first = answer.get("places").get(0);
    assertThat(first.get("region").asText()).isEqualTo("object");
    assertThat(first.get("type").asText()).isEqualTo("28 string bytes");
    assertThat(first.get("live").asBoolean()).isTrue();
    assertThat(first.get("held_by").asText()).isEqualTo("main.all → []main.Customer.Name");
    assertThat(first.get("root").get("variable").asText()).startsWith("main.all");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "json", "csv"})
  void no_answer_shows_the_pattern(String format) {
    CommandLineRun run = find("--exe", EXE, "--format", format, TEXT, DUMP);
    assertThat(run.out() + run.err())
        .contains("2")
        .doesNotContain("customer number")
        .doesNotContain("637573746f6d6572");
  }

  @Test
  void context_shows_the_bytes() {
    CommandLineRun run = find("--exe", EXE, "--context", "4", "--top", "1", "100003", DUMP);
    assertThat(run.out()).contains("ber 100003, Lt").doesNotContain("customer");
  }

  @Test
  void context_is_refused_where_contents_are_hidden() {
    find("--redact", "--context", "4", "100003", DUMP)
        .assertFails(2, "--context would show contents that --redact hides");
  }

  @Test
  void a_gate_fails_if_there_is_a_match() {
    CommandLineRun run = find("--fail-if-found", "--no-holders", TEXT, DUMP);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEqualTo("godump: gate failed: --fail-if-found: 100 matches\n");
    assertThat(find("--fail-if-found", TEXT, DUMP).exitCode()).isEqualTo(1);
  }

  @Test
  void a_gate_passes_if_there_is_none() {
    CommandLineRun run = find("--fail-if-found", "no such text", DUMP);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).startsWith("Not found in ").contains("Not in a dump: freed slots");
  }

  @Test
  void a_gate_does_not_pass_on_a_dump_that_was_cut() {
    CommandLineRun run =
        find("--fail-if-found", "no such text", "testdata/corpus/go1.27/crash.dump.gz");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("the file ends at byte");
  }

  @Test
  void a_pattern_comes_from_standard_input() throws IOException {
    for (String option : List.of("", "--text", "--pattern-file")) {
      List<String> args = new ArrayList<>(List.of("find", "--no-holders", "--json"));
      if (!option.isEmpty()) {
        args.add(option);
      }
      Collections.addAll(args, "-", DUMP);
      CommandLineRun run =
          CommandLineRun.withInput(
              (TEXT + "\r\n").getBytes(StandardCharsets.UTF_8), args.toArray(String[]::new));
      assertThat(json(run).get("matches").asInt()).as(option).isEqualTo(100);
    }
    CommandLineRun hex =
        CommandLineRun.withInput(
            "0x72 20\n313030303033".getBytes(StandardCharsets.UTF_8),
            "find",
            "--no-holders",
            "--json",
            "--hex",
            "-",
            DUMP);
    assertThat(json(hex).get("matches").asInt()).isEqualTo(100);
  }

  @Test
  void a_dump_comes_from_standard_input() throws IOException {
    CommandLineRun run =
        CommandLineRun.withInput(
            RealDump.of("go1.27/waste").bytes(), "find", "--exe", EXE, "--json", TEXT, "-");
    assertThat(json(run).get("places").get(0).get("held_by").asText()).startsWith("main.all");
  }

  @Test
  void standard_input_can_be_one_thing_only() {
    find("-", "-").assertFails(2, "standard input can be read once only");
    find("--text", "-", "--hex", "-", DUMP).assertFails(2, "standard input can be read once only");
  }

  @Test
  void patterns_can_be_combined() throws IOException {
    CommandLineRun run =
        find(
            "--no-holders",
            "--json",
            "no such text",
            "--text",
            "r 100003",
            "--text",
            "r 100004",
            "--hex",
            "7220313030303033",
            "--pattern-file",
            file("r 100004\n".getBytes(StandardCharsets.UTF_8)),
            DUMP);
    assertThat(json(run).get("matches_by_pattern").toString()).isEqualTo("[0,100,100,100,100]");
  }

  @Test
  void wrong_patterns_are_refused_without_showing_them() throws IOException {
    find(DUMP).assertFails(2, "nothing to find");
    find("--text", "", DUMP).assertFails(2, "a pattern is empty");
    find("--pattern-file", file(), DUMP).assertFails(2, "a pattern is empty");
    find("--pattern-file", file(new byte[(1 << 20) + 1]), DUMP)
        .assertFails(2, "a pattern has more than 1 MiB");
    find("--pattern-file", directory.resolve("none").toString(), DUMP).assertFails(3, "none");
    find("--hex", "5ec3e7x", DUMP).assertFails(2, "pairs of hexadecimal digits");
    assertThat(find("--hex", "5ec3e7x", DUMP).err()).doesNotContain("5ec3e7x");
    find("s\ufffdcret", DUMP).assertFails(2, "not valid in this locale");
  }

  @Test
  void an_index_gives_the_same_answer() throws IOException {
    Path dump = Files.write(directory.resolve("dump"), RealDump.of("go1.27/waste").bytes());
    String indexes = directory.resolve("indexes").toString();
    CommandLineRun.of("index", "--index-dir", indexes, "--exe", EXE, dump.toString());
    String[] line = {
      "find", "--exe", EXE, "--index-dir", indexes, "--json", "1000", dump.toString()
    };
    assertThat(json(CommandLineRun.of(line)).get("places"))
        .isEqualTo(json(find("--exe", EXE, "--json", "1000", dump.toString())).get("places"))
        .isNotEmpty();
  }
}
