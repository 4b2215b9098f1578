package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.godump.binary.file.Executables;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.MemoryBudget;
import dev.godump.graph.load.GraphLoader;
import dev.godump.heap.Heap;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import dev.godump.types.program.Program;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every answer in JSON has the names and types that its schema says, and no others. */
class SchemaCommandTest {
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, JsonSchema> SCHEMA_BY_COMMAND = new HashMap<>();

  private static final List<String> COMMANDS =
      List.of(
          "summary",
          "leaks --threshold 1",
          "histogram",
          "histogram --by shape",
          "histogram --by root",
          "histogram --by label",
          "dominators --holders --max-nodes 50",
          "flamegraph",
          "flamegraph --by sites --inverted",
          "retainers --shape noptr",
          "what-if --cut-goroutine 1",
          "objects --top 100 --sort retained",
          "goroutines",
          "goroutines --all --top 20",
          "goroutines --by label",
          "strings",
          "waste",
          "spans",
          "spans --by span --top 50",
          "spans --by range --top 50",
          "roots",
          "types",
          "itabs",
          "finalizers",
          "threads",
          "params",
          "memstats",
          "memprof",
          "records --stats",
          "find --context 8 --top 3 --text go");

  /** For the many dumps of leaks, which are alike in all else. */
  private static final List<String> COMMANDS_FOR_LEAKS =
      List.of("summary", "leaks --threshold 1", "goroutines", "finalizers");

  static Stream<Path> dumps() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("testdata"))) {
      // godump doesn't read the formats of Go 1.4 and 1.6
      return files
          .filter(file -> file.toString().endsWith(".dump.gz"))
          .filter(file -> !file.toString().matches(".*/go1\\.[46]/.*"))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static JsonSchema schema(String command) throws IOException {
    JsonSchema known = SCHEMA_BY_COMMAND.get(command);
    if (known == null) {
      known = SCHEMAS.getSchema(SchemaCommand.schema(command).orElseThrow());
      SCHEMA_BY_COMMAND.put(command, known);
    }
    return known;
  }

  private static void assertValid(String line, String json) throws IOException {
    Set<ValidationMessage> wrong = schema(line.split(" ", 2)[0]).validate(JSON.readTree(json));
    assertThat(wrong.stream().limit(5)).as(line).isEmpty();
  }

  /** Runs a command on an open heap; returns an empty string if it has no answer. */
  private static String run(Heap heap, Path dump, String line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = new Streams(InputStream.nullInputStream(), out, err, false, false);
    List<String> args = new ArrayList<>(List.of(line.split(" ")));
    args.add("--json");
    args.add(dump.toString());
    String[] words = args.toArray(String[]::new);
    Errors errors = new Errors(streams);
    CommandLine command =
        Commands.commandLine(streams, Optional.of(new OpenHeap(heap, List.of())), words);
    command.setParameterExceptionHandler(errors).setExecutionExceptionHandler(errors);
    int exitCode = command.execute(words);
    assertThat(exitCode).as("%s: %s", line, err).isNotEqualTo(Errors.ExitCode.FAILURE);
    return out.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void answers_are_as_their_schemas_say(Path dump) throws IOException {
    Path program = Path.of(dump.toString().replace(".dump.gz", ".program.zst"));
    try (Source source = Sources.open(dump.toString(), InputStream.nullInputStream(), 0);
        HeapGraph graph =
            GraphLoader.load(source, position -> {}, MemoryBudget.of(Path.of("target"), false));
        Heap heap = Heap.of(graph)) {
      if (Files.exists(program)) {
        heap.setProgram(Program.of(Executables.open(program.toString())));
      }
      boolean leak = dump.startsWith("testdata/leaks");
      for (String command : leak ? COMMANDS_FOR_LEAKS : COMMANDS) {
        String answer = run(heap, dump, command);
        if (!answer.isEmpty()) {
          assertValid(command, answer);
        }
      }
      JsonNode objects = JSON.readTree(run(heap, dump, "objects --top 3")).get("objects");
      for (JsonNode object : objects) {
        String address = object.get("address").asText();
        for (String command :
            List.of("object --expand 2", "retainers", "dominators", "what-if --cut")) {
          String answer = run(heap, dump, command + " " + address);
          if (!answer.isEmpty()) {
            assertValid(command, answer);
          }
        }
      }
    }
  }

  @Test
  void a_comparison_is_as_its_schema_says() throws IOException {
    String[] args = {
      "diff",
      "--json",
      "--survivors",
      "--no-index",
      "testdata/go1.24/growth-1.dump.gz",
      "testdata/go1.24/growth-2.dump.gz"
    };
    assertValid("diff", CommandLineRun.of(args).out());
  }

  @Test
  void a_list_of_indexes_is_as_its_schema_says(@TempDir Path indexes) throws IOException {
    String[] args = {
      "index", "--json", "--index-dir", indexes.toString(), "testdata/go1.24/leak.dump.gz"
    };
    assertValid("index", CommandLineRun.of(args).out());
  }

  @Test
  void every_command_with_json_has_a_schema() throws IOException {
    for (String command : ServedCommand.OPTIONS.keySet()) {
      CommandLineRun run = CommandLineRun.of("schema", command);
      assertThat(run.exitCode()).as(command).isZero();
      assertThat(JSON.readTree(run.out()).at("/properties/command/const").asText())
          .isEqualTo(command);
    }
  }

  @Test
  void other_commands_have_none() {
    CommandLineRun.of("schema", "completion")
        .assertFails(Errors.ExitCode.USAGE, "has a JSON Schema");
    CommandLineRun.of("schema", "../x").assertFails(Errors.ExitCode.USAGE, "has a JSON Schema");
  }
}
