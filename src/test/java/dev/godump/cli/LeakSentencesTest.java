package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.RealDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Holds what {@code leaks} says first about each small leak in testdata, with the executable and
 * without. {@code -Dgodump.approve=true} rewrites the approved sentences; check the difference.
 */
class LeakSentencesTest {
  private static final Path APPROVED = Path.of("src/test/resources/approved/leak_sentences.txt");

  @Test
  void the_first_finding_names_the_holder_and_the_cause() throws IOException {
    StringBuilder actual = new StringBuilder();
    List<RealDump> dumps = new ArrayList<>(RealDump.below("leaks", 2));
    dumps.addAll(RealDump.below("causes", 2));
    dumps.addAll(RealDump.below("waits", 2));
    for (RealDump dump : dumps) {
      Path program = dump.file().resolveSibling("program.zst");
      if (Files.exists(program)) {
        actual.append(dump).append('\n').append(sentences(dump, "--exe", program.toString()));
      }
      actual.append(dump).append(", no executable\n").append(sentences(dump, "--no-exe"));
    }
    if (Boolean.getBoolean("godump.approve")) {
      Files.writeString(APPROVED, actual);
    }
    assertThat(actual.toString()).isEqualTo(Files.readString(APPROVED));
  }

  private static String sentences(RealDump dump, String... options) throws IOException {
    JsonNode suspects = suspects(dump, options);
    if (suspects.isEmpty()) {
      return "    nothing stands out\n";
    }
    StringBuilder text = new StringBuilder();
    JsonNode first = suspects.get(0);
    text.append("    ").append(first.get("text").asText()).append('\n');
    for (int i = 1; i < first.get("causes").size(); i++) {
      text.append("    ").append(first.get("causes").get(i).get("text").asText()).append('\n');
    }
    return text.toString().replaceAll("0x[0-9a-f]{5,}", "0x…");
  }

  private static JsonNode suspects(RealDump dump, String... options) throws IOException {
    return suspects(20, dump, options);
  }

  private static JsonNode suspects(int threshold, RealDump dump, String... options)
      throws IOException {
    List<String> line =
        new ArrayList<>(List.of("leaks", "--format", "json", "--threshold", "" + threshold));
    line.addAll(List.of(options));
    line.add(dump.file().toString());
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out()).get("suspects");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "leaks/go1.19/healthy",
        "leaks/go1.27/healthy",
        "leaks/go1.24/released",
        "leaks/go1.27/released",
        "waits/go1.19/variable",
        "waits/go1.27/variable",
        "waits/go1.19/main",
        "waits/go1.27/main"
      })
  void nothing_speaks_for_a_leak_in_a_healthy_program(String name) throws IOException {
    RealDump dump = RealDump.of(name);
    Path program = dump.file().resolveSibling("program.zst");
    if (Files.exists(program)) {
      for (JsonNode suspect : suspects(dump, "--exe", program.toString())) {
        assertThat(suspect.path("cause").asText("null"))
            .isIn("null", "only_holder", "unlisted_variables");
      }
    }
    for (JsonNode suspect : suspects(dump, "--no-exe")) {
      assertThat(suspect.path("cause").asText("null")).isIn("null", "only_holder");
    }
  }

  @Test
  void contexts_and_their_timers_are_one_finding() throws IOException {
    RealDump dump = RealDump.of("wholes/go1.27/deadlines");
    JsonNode suspects = suspects(5, dump, "--exe", programOf(dump));
    assertThat(suspects.findValuesAsText("subject")).containsExactly("600 × context.timerCtx");
    assertThat(suspects.get(0).get("cause").asText()).isEqualTo("contexts_not_cancelled");
  }

  @Test
  void a_channel_and_its_large_elements_are_one_finding() throws IOException {
    RealDump dump = RealDump.of("wholes/go1.27/elements");
    JsonNode suspects = suspects(5, dump, "--exe", programOf(dump));
    assertThat(suspects).hasSize(1);
    assertThat(suspects.get(0).get("kind").asText()).isEqualTo("channel");
    assertThat(suspects.get(0).get("alike").get("count").asLong()).isEqualTo(8);
  }

  private static String programOf(RealDump dump) {
    return dump.file().resolveSibling("program.zst").toString();
  }
}
