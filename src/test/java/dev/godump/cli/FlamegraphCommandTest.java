package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.27"})
  void growth_less_what_shrank_is_the_growth_of_the_heap(String release) throws IOException {
    String before = "testdata/" + release + "/growth-1.dump.gz";
    String after = "testdata/" + release + "/growth-3.dump.gz";
    for (String weight : List.of("bytes", "objects")) {
      JsonNode graph =
          json("flamegraph", "--weight", weight, "--since", before, "--json", "--no-index", after);
      JsonNode diff = json("diff", "--json", "--no-index", before, after);
      assertThat(graph.get("total").asLong() - graph.get("shrank").asLong())
          .isPositive()
          .isEqualTo(diff.at("/totals/" + weight + "/delta").asLong());
    }
  }

  @Test
  void dumps_of_which_one_has_types_do_not_compare() {
    CommandLineRun run =
        CommandLineRun.of(
            "flamegraph",
            "--no-index",
            "--exe",
            "testdata/go1.27/types.program.zst",
            "--since",
            "testdata/go1.19/types.dump.gz",
            "testdata/go1.27/types.dump.gz");
    assertThat(run.exitCode()).isEqualTo(Errors.ExitCode.USAGE);
    assertThat(run.err())
        .contains("it is not the program that wrote the dump", "types of one of the dumps");
  }
}
