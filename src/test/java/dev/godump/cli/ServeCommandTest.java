package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ServeCommandTest {
  private static final String BEFORE = "testdata/go1.24/growth-1.dump.gz";
  private static final String AFTER = "testdata/go1.24/growth-2.dump.gz";

  /** Options of commands that requests can't set. */
  private static final Set<String> REFUSED =
      Set.of(
          "--exe",
          "--no-exe",
          "--index-dir",
          "--no-index",
          "--off-heap",
          "--max-unpacked",
          "--redact",
          "--format",
          "--json",
          "--color",
          "--compact",
          "--debug",
          "--timings",
          "--help",
          "--pattern-file",
          "--fail-if-found",
          "--fail-on-growth",
          "--fail-on-goroutines",
          "--allow-missing");

  private static RunningViewer viewer;

  @BeforeAll
  static void start() throws IOException {
    viewer = RunningViewer.of("--no-index", BEFORE, AFTER);
  }

  @AfterAll
  static void stop() {
    viewer.close();
  }

  @ParameterizedTest
  @CsvSource({
    "summary, summary",
    "leaks, leaks",
    "leaks?threshold=1, leaks --threshold 1",
    "histogram?by=shape&sort=count&top=3, histogram --by shape --sort count --top 3",
    "objects?top=3&offset=4, objects --top 3 --offset 4",
    "dominators?max-nodes=7, dominators --max-nodes 7",
    "objects?live&top=5&sort=size, objects --live --top 5 --sort size",
    "flamegraph?by=dominators&inverted=&max-nodes=9, flamegraph --by dominators --inverted --max-nodes 9",
    "dominators?depth=2, dominators --depth 2",
    "retainers?shape=noptr, retainers --shape noptr",
    "what-if?cut-global=bss%2B0x0, what-if --cut-global bss+0x0",
    "goroutines?runtime, goroutines --runtime",
    "strings?top=3, strings --top 3",
    "waste, waste",
    "find?op=godump&top=2, find godump --top 2",
    "spans, spans",
    "roots?top=10, roots --top 10",
    "types, types",
    "itabs, itabs",
    "finalizers, finalizers",
    "threads, threads",
    "params, params",
    "memstats, memstats",
    "memprof, memprof",
    "records?stats, records --stats"
  })
  void the_answer_is_the_json_of_the_command(String request, String command) throws Exception {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.addAll(List.of(BEFORE, "--json"));
    if (!command.startsWith("records")) {
      args.add("--no-index");
    }
    assertThat(json(viewer.json("/api/" + request)))
        .isEqualTo(json(CommandLineRun.of(args.toArray(String[]::new)).out()));
  }

  private static JsonNode json(String text) throws IOException {
    return new ObjectMapper().readTree(text);
  }

  @Test
  void dumps_are_compared() throws Exception {
    assertThat(json(viewer.json("/api/diff?dump=0&dump=1&by=type&top=4")))
        .isEqualTo(
            json(
                CommandLineRun.of(
                        "diff", "--no-index", "--by", "type", "--top", "4", BEFORE, AFTER, "--json")
                    .out()));
  }

  @Test
  void a_flame_graph_shows_what_grew_from_one_dump_to_another() throws Exception {
    String[] args = {"flamegraph", "--no-index", "--since", BEFORE, AFTER, "--json"};
    assertThat(json(viewer.json("/api/flamegraph?dump=0&dump=1&since")))
        .isEqualTo(json(CommandLineRun.of(args).out()));
    for (String wrong : List.of("dump=0&since", "dump=0&dump=1", "dump=0&dump=1&dump=1&since")) {
      assertThat(viewer.get("/api/flamegraph?" + wrong).statusCode()).as(wrong).isEqualTo(400);
    }
    // no request names a file
    assertThat(viewer.get("/api/flamegraph?dump=0&since=" + BEFORE).statusCode()).isEqualTo(400);
  }

  @Test
  void the_second_dump_is_asked_by_its_index() throws Exception {
    assertThat(json(viewer.json("/api/summary?dump=1")))
        .isEqualTo(json(CommandLineRun.of("summary", "--no-index", AFTER, "--json").out()));
  }

  @Test
  void an_index_answers_and_keeps_what_was_computed(@TempDir Path indexes) throws Exception {
    String[] build = {"index", "--index-dir", indexes.toString(), BEFORE};
    assertThat(CommandLineRun.of(build).exitCode()).isZero();
    try (RunningViewer indexed =
        RunningViewer.of("--index-dir", indexes.toString(), "--no-exe", BEFORE)) {
      for (String command : List.of("summary", "flamegraph", "strings", "waste", "histogram")) {
        String[] args = {command, "--no-index", "--no-exe", "--json", BEFORE};
        assertThat(json(indexed.json("/api/" + command)))
            .isEqualTo(json(CommandLineRun.of(args).out()));
      }
      awaitPart(indexes, "stacks-path");
      assertThat(indexed.get("/api/flamegraph?max-nodes=2").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void stacks_of_flame_graphs_are_prepared_when_the_first_question_is_answered(
      @TempDir Path indexes) throws Exception {
    CommandLineRun.of("index", "--index-dir", indexes.toString(), BEFORE);
    try (RunningViewer indexed =
        RunningViewer.of("--index-dir", indexes.toString(), "--no-exe", BEFORE)) {
      indexed.json("/api/summary");
      for (String part : List.of("stacks-path", "stacks-dominator", "stacks-goroutine")) {
        awaitPart(indexes, part);
      }
    }
  }

  private static void awaitPart(Path indexes, String part) throws Exception {
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:**/" + part);
    boolean kept = false;
    for (int tries = 0; !kept && tries < 500; tries++) {
      Thread.sleep(20);
      try (Stream<Path> files = Files.walk(indexes)) {
        kept = files.anyMatch(matcher::matches);
      }
    }
    assertThat(kept).isTrue();
  }

  @Test
  void the_status_lists_the_dumps() throws Exception {
    viewer.json("/api/summary?dump=0");
    assertThat(viewer.json("/api/status"))
        .contains(
            "{\"index\":0,\"name\":\"growth-1.dump.gz\",\"state\":\"ready\",\"phase\":null",
            "\"name\":\"growth-2.dump.gz\"",
            "\"go_version\":\"go1.24.4\"",
            "\"redact\":false");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summary?exe=%2Fetc%2Fpasswd",
        "find?pattern-file=%2Fetc%2Fpasswd",
        "find?op=x&op=%2Fetc%2Fpasswd",
        "summary?index-dir=%2Ftmp",
        "summary?format=text",
        "summary?no-such-option",
        "summary?top=%0A",
        "histogram?by=colour",
        "object",
        "object?op=0x1",
        "object?op=--hex",
        "object?op=@README.md",
        "object?op=README.md",
        "objects?op=README.md",
        "summary?dump=2",
        "summary?dump=-1",
        "summary?dump=0&dump=1",
        "diff?dump=0",
        "diff?dump=0&dump=1&op=README.md",
        "summary?x=%ff",
        "histogram?type=%2F((%5B%5Ex%5D%2B)%2B)%2Bx%2F"
      })
  void a_request_that_makes_no_sense_is_a_bad_request(String request) throws Exception {
    var response = viewer.get("/api/" + request);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).startsWith("{\"error\":\"").hasLineCount(1).doesNotContain("root:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"index", "export", "help", "completion", "serve", "", "summary/x"})
  void other_commands_are_not_found(String command) throws Exception {
    assertThat(viewer.get("/api/" + command).statusCode()).isEqualTo(404);
  }

  @Test
  void an_error_is_the_line_of_the_command() throws Exception {
    String line = CommandLineRun.of("object", "--no-index", "0x1", BEFORE).err();
    assertThat(viewer.get("/api/object?op=0x1").body())
        .isEqualTo("{\"error\":\"" + line.strip().replace("godump: ", "") + "\"}");
  }

  @Test
  void an_answer_has_at_most_a_mebibyte() throws Exception {
    try (RunningViewer large =
        RunningViewer.of("--no-index", "testdata/go1.24/leak_list.dump.gz")) {
      assertThat(large.get("/api/objects?top=0").body()).contains("larger than 1 MiB");
    }
  }

  @Test
  void a_dump_that_cannot_be_read_has_failed() throws Exception {
    try (RunningViewer none = RunningViewer.of("README.md")) {
      assertThat(none.get("/api/summary").body()).startsWith("{\"error\":\"");
      assertThat(none.json("/api/status"))
          .contains("\"state\":\"failed\"", "this is not a heap dump");
    }
  }

  @Test
  void every_option_of_a_command_can_be_set_or_is_refused() {
    Streams streams = new Streams(System.in, System.out, System.err, false, false);
    Map<String, Set<String>> all = new TreeMap<>();
    Map<String, Set<String>> served = new TreeMap<>();
    for (String command : ServedCommand.OPTIONS.keySet()) {
      CommandLine line = Commands.commandLine(streams, command);
      Set<String> options = new TreeSet<>();
      for (OptionSpec option : line.getSubcommands().get(command).getCommandSpec().options()) {
        options.add(option.longestName());
      }
      options.removeAll(REFUSED);
      all.put(command, options);
      Set<String> allowed = new TreeSet<>();
      ServedCommand.OPTIONS.get(command).forEach(name -> allowed.add("--" + name));
      served.put(command, allowed);
    }
    assertThat(served).isEqualTo(all);
  }

  @Test
  void a_dump_must_be_a_file() {
    CommandLineRun.of("serve", Path.of("no", "such").toString())
        .assertFails(Errors.ExitCode.USAGE, "no such file");
    CommandLineRun.of("serve", "testdata").assertFails(Errors.ExitCode.USAGE, "not a regular file");
    CommandLineRun.of("serve", "-").assertFails(Errors.ExitCode.USAGE, "no such file");
  }
}
