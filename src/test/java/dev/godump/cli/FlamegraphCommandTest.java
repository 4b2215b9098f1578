package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlamegraphCommandTest {
  private static final String DUMP = "testdata/go1.24/types.dump.gz";
  private static final String PROGRAM = "testdata/go1.24/types.program.zst";

  private static JsonNode json(String... args) throws IOException {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @CsvSource({
    "go1.24/types, paths",
    "go1.24/leak, dominators",
    "go1.27/shapes, goroutines",
    "go1.19/waste, sites",
    "corpus/go1.24/s390x, paths"
  })
  void the_total_is_that_of_all_live_objects(String dump, String by) throws IOException {
    String file = "testdata/" + dump + ".dump.gz";
    JsonNode summary = json("summary", "--json", "--no-index", file);
    String[] command = {"flamegraph", "--json", "--no-index", "--by", by, file};
    JsonNode root = json(command).get("root");
    assertThat(root.get("value")).isEqualTo(summary.at("/heap/live_bytes"));
    assertThat(root.get("objects")).isEqualTo(summary.at("/heap/live_objects"));
  }

  @Test
  void inverted_the_value_of_a_type_is_that_of_the_histogram() throws IOException {
    JsonNode rows =
        json("histogram", "--json", "--no-index", "--exe", PROGRAM, "--type", "main.Point", DUMP);
    JsonNode tree =
        json(
            "flamegraph",
            "--json",
            "--no-index",
            "--exe",
            PROGRAM,
            "--inverted",
            "--type",
            "main.Point",
            DUMP);
    long live = 0;
    for (JsonNode row : rows.get("rows")) {
      live += row.get("live_bytes").asLong();
    }
    assertThat(tree.get("total").asLong()).isEqualTo(live).isPositive();
  }

  @Test
  void an_index_keeps_the_stacks(@TempDir Path indexes) throws IOException {
    String[] build = {"index", "--index-dir", indexes.toString(), "--exe", PROGRAM, DUMP};
    assertThat(CommandLineRun.of(build).exitCode()).isZero();
    String[] command = {"flamegraph", "--index-dir", indexes.toString(), "--exe", PROGRAM, DUMP};
    String first = CommandLineRun.of(command).out();
    assertThat(CommandLineRun.of(command).out()).isEqualTo(first);
    assertThat(indexes).isDirectoryRecursivelyContaining("glob:**/stacks-path");
  }

  @Test
  void calls_have_no_type() {
    CommandLineRun.of("flamegraph", "--by", "sites", "--type", "main.Point", DUMP)
        .assertFails(Errors.ExitCode.USAGE, "leave out --by sites");
  }
}
