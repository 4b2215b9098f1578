package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.RealDump;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests the commands that show types and values: the names that scripts rely on, and the messages
 * for what is not found.
 */
class ValueCommandsTest {
  private static final String DUMP = "testdata/go1.24/types.dump.gz";
  private static final String PROGRAM = "testdata/go1.24/types.program.zst";

  private static JsonNode json(String... args) throws IOException {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static String address(String version, String name) throws IOException {
    for (JsonNode fact : RealDump.of(version + "/types").facts().get("objects")) {
      if (fact.get("name").asText().equals(name)) {
        return fact.get("address").asText();
      }
    }
    throw new AssertionError(name);
  }

  private static Map<String, JsonNode> byName(JsonNode fields) {
    Map<String, JsonNode> found = new HashMap<>();
    fields.forEach(field -> found.put(field.get("name").asText(), field));
    return found;
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void an_object_shows_its_fields_by_name(String version) throws IOException {
    String dump = "testdata/" + version + "/types.dump.gz";
    String program = "testdata/" + version + "/types.program.zst";
    JsonNode object = json("object", "--json", "--exe", program, address(version, "dogs[3]"), dump);
    assertThat(object.get("type").asText()).isEqualTo("main.Dog");
    assertThat(object.get("certainty").asText()).isIn("exact", "inferred");
    assertThat(object.get("count").asInt()).isEqualTo(1);
    Map<String, JsonNode> fields = byName(object.get("fields"));
    assertThat(fields.get("Age").get("value").asInt()).isEqualTo(3);
    assertThat(fields.get("Age").get("offset").asInt()).isEqualTo(16);
    assertThat(fields.get("Age").get("type").asText()).isEqualTo("int");
    JsonNode name = fields.get("Named").get("value").get("fields").get(0);
    assertThat(name.get("value").asText()).isEqualTo("text text text text 3");
  }

  @Test
  void expand_limits_how_far_pointers_are_followed() throws IOException {
    String employee = address("go1.24", "employees[3]");
    JsonNode link =
        byName(json("object", "--json", "--exe", PROGRAM, employee, DUMP).get("fields"))
            .get("Boss");
    assertThat(link.get("value").asText()).isEqualTo(address("go1.24", "employees[1]"));
    JsonNode expanded = json("object", "--json", "--expand", "1", "--exe", PROGRAM, employee, DUMP);
    JsonNode boss = byName(expanded.get("fields")).get("Boss").get("value");
    assertThat(boss.get("address").asText()).isEqualTo(address("go1.24", "employees[1]"));
    assertThat(byName(boss.get("value").get("fields")))
        .containsKeys("Named", "Boss", "Skills", "Ratings", "Extra");
  }

  @Test
  void a_variable_is_found_by_its_name() throws IOException {
    JsonNode variable = json("object", "--json", "--exe", PROGRAM, "main.global", DUMP);
    assertThat(variable.get("type").asText()).isEqualTo("*main.Service");
    assertThat(byName(variable.get("fields")).get("Numbers").get("value").get("count").asInt())
        .isEqualTo(3000);
    JsonNode retainers = json("retainers", "--json", "--exe", PROGRAM, "main.global", DUMP);
    assertThat(retainers.get("object").get("asked")).isEqualTo(variable.get("value"));
    assertThat(retainers.get("path").get(0).get("variable").asText()).isEqualTo("main.global");
  }

  @Test
  void every_step_of_a_path_has_its_field() throws IOException {
    JsonNode path =
        json("retainers", "--json", "--exe", PROGRAM, address("go1.24", "employees[3]"), DUMP)
            .get("path");
    List<String> fields = new ArrayList<>();
    path.forEach(step -> fields.add(step.path("field").asText("")));
    assertThat(fields).containsExactly("", "", ".Employees", "[3]");
  }

  @Test
  void entries_of_maps_are_named_by_their_keys() throws IOException {
    String employee = address("go1.24", "employees[39]");
    assertThat(
            CommandLineRun.of("retainers", "--paths", "20", "--exe", PROGRAM, employee, DUMP).out())
        .contains("[\"name-39\"]")
        .containsPattern("\\[string \"text .*]  160 B, sync\\.Map");
    assertThat(
            CommandLineRun.of(
                    "retainers", "--redact", "--paths", "20", "--exe", PROGRAM, employee, DUMP)
                .out())
        .doesNotContain("name-39");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void a_map_is_one_step_of_a_path(String version) {
    String dump = "testdata/" + version + "/types.dump.gz";
    String program = "testdata/" + version + "/types.program.zst";
    String point = "main.global.Nested[\"text 0\"][\"a\"][1]";
    CommandLineRun folded = CommandLineRun.of("retainers", "--exe", program, point, dump);
    assertThat(folded.err()).isEmpty();
    assertThat(folded.out())
        .containsPattern(
            """
             +main.global .*
             +→ .* main.Service
             +.Nested → .* map\\[string]map\\[string]\\[]\\*main.Point, 12 entries
             +\\["text 0"] → .* map\\[string]\\[]\\*main.Point, 2 entries
             +\\["a"] → .* \\[2]\\*main.Point
             +\\[[01]] → .* main.Point
            """)
        .doesNotContain("groups", "buckets");
    assertThat(CommandLineRun.of("retainers", "--raw", "--exe", program, point, dump).out())
        .containsPattern("groups|buckets");
    assertThat(
            CommandLineRun.of(
                    "retainers",
                    "--exe",
                    program,
                    "--type",
                    "main.WideKey",
                    "--format",
                    "json",
                    dump)
                .out())
        .contains("\"field\" : \"key\"");
  }

  @Test
  void rows_of_a_histogram_have_a_certainty() throws IOException {
    for (String by : List.of("type", "package", "shape", "site", "root")) {
      JsonNode answer =
          json("histogram", "--json", "--top", "0", "--by", by, "--exe", PROGRAM, DUMP);
      long count = 0;
      for (JsonNode row : answer.get("rows")) {
        assertThat(row.has("type") && row.has("bytes") && row.has("retained")).isTrue();
        assertThat(row.get("certainty").asText()).isIn("exact", "inferred", "guess", "unknown");
        count += row.get("count").asLong();
      }
      assertThat(count).as(by).isEqualTo(answer.get("total").get("count").asLong());
    }
  }

  @Test
  void objects_begin_with_the_columns_that_scripts_rely_on() {
    CommandLineRun run =
        CommandLineRun.of(
            "objects", "--format", "csv", "--type", "main.Dog", "--exe", PROGRAM, DUMP);
    assertThat(run.out()).startsWith("address,size,live,type,certainty,count,");
    assertThat(run.out().lines()).hasSizeGreaterThan(16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void the_fields_of_all_objects_of_a_type_are_lines_of_json(String version) throws IOException {
    String dump = "testdata/" + version + "/types.dump.gz";
    String program = "testdata/" + version + "/types.program.zst";
    String[] args = {
      "objects", "--exe", program, "--type", "main.Employee", "--fields", "--format", "jsonl", dump
    };
    Map<String, JsonNode> byAddress = new HashMap<>();
    for (String line : CommandLineRun.of(args).out().lines().toList()) {
      JsonNode object = new ObjectMapper().readTree(line);
      assertThat(object.get("type").asText()).isEqualTo("main.Employee");
      byAddress.put(object.get("address").asText(), object.get("fields"));
    }
    for (int i = 1; i < 40; i++) {
      JsonNode fields = byAddress.get(address(version, "employees[" + i + "]"));
      assertThat(fields.get("Extra").get("value").asInt()).isEqualTo(1000 * i);
      assertThat(fields.get("Named").get("Name").asText()).endsWith(" " + i);
      assertThat(fields.get("Boss").asText())
          .isEqualTo(address(version, "employees[" + i / 2 + "]"));
    }
    args[6] = "--redact";
    args[7] = "--json";
    assertThat(CommandLineRun.of(args).out()).doesNotContain("text 1");
  }

  @Test
  void the_fields_of_objects_need_the_executable() {
    fails("--fields needs --exe", "objects", "--fields", DUMP);
    fails("jsonl is not supported here", "summary", "--format", "jsonl", DUMP);
  }

  @Test
  void the_layout_of_a_type_shows_its_padding() throws IOException {
    JsonNode type = json("types", "--json", "--exe", PROGRAM, "main.Large", DUMP);
    assertThat(type.get("size").asInt()).isEqualTo(720);
    assertThat(type.get("padding").asInt()).isEqualTo(4);
    assertThat(type.get("values").asInt()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void locals_are_shown_by_name() throws IOException {
    JsonNode goroutines =
        json(
            "goroutines",
            "--json",
            "--all",
            "--locals",
            "--function",
            "main.wait",
            "--exe",
            PROGRAM,
            DUMP);
    List<String> lines = new ArrayList<>();
    for (JsonNode goroutine : goroutines.get("goroutines")) {
      for (JsonNode frame : goroutine.get("frames")) {
        for (JsonNode local : frame.get("locals")) {
          if (local.get("name").asText().equals("line")
              && frame.get("function").asText().equals("main.wait")) {
            lines.add(local.get("value").asText());
          }
        }
      }
    }
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      expected.add(address("go1.24", "stack.line[" + i + "]"));
    }
    assertThat(lines).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static void fails(String message, String... args) {
    CommandLineRun run = CommandLineRun.of(args);
    assertThat(run.exitCode()).isNotZero();
    assertThat(run.err()).contains(message).hasLineCount(1);
  }

  @Test
  void names_that_are_not_found_are_reported_in_one_line() {
    fails("no variable 'main.nothing'", "object", "--exe", PROGRAM, "main.nothing", DUMP);
    fails("names of variables need --exe", "object", "main.global", DUMP);
    fails("names of variables need --exe", "retainers", "main.global", DUMP);
    fails("is not an address", "object", "zebra", DUMP);
    fails(
        "did you mean main.Element[int], main.Element[main.Named]?",
        "types",
        "--exe",
        PROGRAM,
        "main.Element",
        DUMP);
    fails("did you mean main.Line?", "types", "--exe", PROGRAM, "main.wait.Line", DUMP);
    fails("no type 'main.Nothing'", "types", "--exe", PROGRAM, "main.Nothing", DUMP);
    fails("no type 'example.com/shop'", "types", "--exe", PROGRAM, "example.com/shop", DUMP);
    fails("needs --exe", "goroutines", "--id", "1", "--locals", DUMP);
    fails(
        "must not be negative", "object", "--expand", "-1", "--exe", PROGRAM, "main.global", DUMP);
    fails("points at no object", "retainers", "--exe", PROGRAM, "runtime.buildVersion", DUMP);
  }

  @Test
  void a_path_from_a_variable_follows_fields_elements_and_pointers() throws IOException {
    JsonNode part = json("object", "--json", "--exe", PROGRAM, "main.global.Texts[3]", DUMP);
    assertThat(part.get("type").asText()).isEqualTo("string");
    assertThat(part.get("fields").get(0).get("value").asText()).isEqualTo("text text text text 3");
    assertThat(
            json("object", "--json", "--exe", PROGRAM, "main.global.Lines[2].To.X", DUMP)
                .get("type")
                .asText())
        .isEqualTo("int32");
  }

  @Test
  void a_local_variable_names_a_value_as_roots_do() throws IOException {
    String local = "goroutine 6, main.wait, ";
    JsonNode line = json("object", "--json", "--exe", PROGRAM, local + "line", DUMP);
    assertThat(line.get("type").asText()).isEqualTo("*main.Line");
    String address = line.get("value").asText();
    assertThat(address).isEqualTo(address("go1.24", "stack.line[0]"));
    JsonNode part = json("object", "--json", "--exe", PROGRAM, local + "line.From.X", DUMP);
    assertThat(part.get("type").asText()).isEqualTo("int32");
    assertThat(
            json("retainers", "--json", "--exe", PROGRAM, local + "line", DUMP)
                .get("object")
                .get("address")
                .asText())
        .isEqualTo(address);
  }

  @Test
  void a_local_variable_that_is_not_there_is_reported_in_one_line() {
    String local = "goroutine 6, main.wait, ";
    fails("has no variable nothing", "object", "--exe", PROGRAM, local + "nothing", DUMP);
    fails(
        "values is in the dump, but in pieces",
        "object",
        "--exe",
        PROGRAM,
        local + "values[3]",
        DUMP);
    fails("no goroutine 999", "object", "--exe", PROGRAM, "goroutine 999, main.wait, i", DUMP);
    fails("expected: goroutine ID", "object", "--exe", PROGRAM, "goroutine 6 i", DUMP);
    fails("names of variables need --exe", "object", local + "line", DUMP);
  }

  @Test
  void locals_of_each_goroutine_are_shown_unless_one_is_selected() {
    CommandLineRun all = CommandLineRun.of("goroutines", "--locals", "--exe", PROGRAM, DUMP);
    assertThat(all.exitCode()).isZero();
    assertThat(all.out()).contains("goroutine 6 [chan receive]").contains("[]main.Point  len 100");
  }

  @Test
  void a_broken_path_reports_where_it_ends() {
    fails("has no field Nothing", "object", "--exe", PROGRAM, "main.global.Nothing", DUMP);
    fails(
        "main.global.Texts has 50 elements",
        "object",
        "--exe",
        PROGRAM,
        "main.global.Texts[50]",
        DUMP);
    fails(
        "main.global.ByName has no entry with the key 0",
        "object",
        "--exe",
        PROGRAM,
        "main.global.ByName[0]",
        DUMP);
    fails("has no entry with the key 0", "object", "--exe", PROGRAM, "main.global.ByKey[0]", DUMP);
    fails("expected a string in quotes", "object", "--exe", PROGRAM, "main.current[x]", DUMP);
    fails("is not an index ([3])", "object", "--exe", PROGRAM, "main.global.Texts[x]", DUMP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"main.global.ByKey", "main.global.WideKeys", "main.global.Numbers"})
  void keys_are_written_as_they_are_shown(String map) {
    String shown = CommandLineRun.of("object", "--exe", PROGRAM, map, DUMP).out();
    List<String> keys =
        Pattern.compile("(?m)^ +(\\[.*])  ").matcher(shown).results().map(m -> m.group(1)).toList();
    assertThat(keys).isNotEmpty();
    for (String key : keys) {
      CommandLineRun run = CommandLineRun.of("object", "--exe", PROGRAM, map + key, DUMP);
      assertThat(run.out()).as(run.err()).startsWith("value " + map);
    }
  }

  @Test
  void operands_are_in_either_order() {
    for (String[] question :
        new String[][] {
          {"object", "main.current[\"text 9\"]"},
          {"retainers", "main.global.ByName[\"name-3\"]"},
          {"dominators", "main.global.Grid"},
          {"what-if", "main.global.Employees"},
        }) {
      CommandLineRun operandFirst =
          CommandLineRun.of(question[0], "--exe", PROGRAM, question[1], DUMP);
      assertThat(operandFirst.err()).isEmpty();
      assertThat(operandFirst)
          .isEqualTo(CommandLineRun.of(question[0], "--exe", PROGRAM, DUMP, question[1]));
    }
    fails("missing OBJECT", "object", DUMP);
    fails("no-such-file: no such file", "object", "0xc000000000", "no-such-file");
  }

  @Test
  void commands_take_a_path_in_place_of_an_address() throws IOException {
    String employee = address("go1.24", "employees[3]");
    String path = "main.global.ByName[\"name-3\"]";
    for (String command : List.of("retainers", "what-if")) {
      JsonNode byPath = json(command, "--json", "--exe", PROGRAM, path, DUMP);
      assertThat(byPath).isEqualTo(json(command, "--json", "--exe", PROGRAM, employee, DUMP));
    }
    assertThat(json("what-if", "--json", "--exe", PROGRAM, "--cut", path + ",main.current", DUMP))
        .isEqualTo(
            json("what-if", "--json", "--exe", PROGRAM, "--cut", "main.current", DUMP, path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.24", "go1.27"})
  void a_variable_retains_what_would_be_freed_without_it(String version) throws IOException {
    String dump = "testdata/" + version + "/types.dump.gz";
    String program = "testdata/" + version + "/types.program.zst";
    for (String name : List.of("main.global", "main.instants", "main.current")) {
      JsonNode variable = json("object", "--json", "--exe", program, name, dump);
      JsonNode freed = json("what-if", "--json", "--exe", program, "--cut-global", name, dump);
      assertThat(variable.get("retained").asLong())
          .as(name)
          .isPositive()
          .isEqualTo(freed.get("freed").get("bytes").asLong());
    }
  }

  @Test
  void a_type_is_found_without_its_package_if_the_name_is_unique() {
    CommandLineRun bare = CommandLineRun.of("types", "--exe", PROGRAM, "Service", DUMP);
    assertThat(bare).isEqualTo(CommandLineRun.of("types", "--exe", PROGRAM, "main.Service", DUMP));
    assertThat(bare.out()).startsWith("type main.Service ");
    fails(
        "'Uint32' can be 2 types: internal/runtime/atomic.Uint32, sync/atomic.Uint32",
        "types",
        "--exe",
        PROGRAM,
        "Uint32",
        DUMP);
  }

  @Test
  void a_type_is_found_without_the_path_of_its_package() {
    assertThat(CommandLineRun.of("types", "--exe", PROGRAM, "abi.Type", DUMP).out())
        .startsWith("type internal/abi.Type ");
    fails(
        "'atomic.Uint32' can be 2 types: internal/runtime/atomic.Uint32, sync/atomic.Uint32",
        "types",
        "--exe",
        PROGRAM,
        "atomic.Uint32",
        DUMP);
  }

  @Test
  void fields_of_nested_structs_are_listed_after_the_struct() throws IOException {
    JsonNode type = json("types", "--json", "--exe", PROGRAM, "main.Dog", DUMP);
    assertThat(type.get("fields").findValuesAsText("name")).contains("Named", "Named.Name", "Age");
  }

  @Test
  void the_summary_shows_types_of_objects() throws IOException {
    CommandLineRun run = CommandLineRun.of("summary", "--exe", PROGRAM, DUMP);
    assertThat(run.out())
        .contains("What fills it, by type")
        .contains("TYPE")
        .contains("main.Service");
    JsonNode summary = json("summary", "--json", "--exe", PROGRAM, DUMP);
    assertThat(summary.get("types").get(0).get("type").asText()).isNotEmpty();
    assertThat(summary.get("largest").get(0).has("certainty")).isTrue();
    assertThat(json("summary", "--json", DUMP).get("types").isNull()).isTrue();
  }

  @Test
  void an_expanded_closure_shows_its_captured_variables() throws IOException {
    String flat =
        CommandLineRun.of(
                "object", "--json", "--exe", PROGRAM, "--elements", "100", "main.global", DUMP)
            .out();
    String deep =
        CommandLineRun.of(
                "object",
                "--json",
                "--expand",
                "3",
                "--exe",
                PROGRAM,
                "--elements",
                "100",
                "main.global",
                DUMP)
            .out();
    assertThat(flat).contains("\"function\"").doesNotContain("\"captured\"");
    assertThat(deep).contains("\"captured\"");
  }

  @Test
  void roots_and_goroutines_show_the_same_variables() throws IOException {
    JsonNode roots =
        json("roots", "--json", "--all", "--kind", "frame", "--exe", PROGRAM, DUMP).get("roots");
    JsonNode goroutines =
        json("goroutines", "--json", "--all", "--locals", "--exe", PROGRAM, DUMP).get("goroutines");
    Map<String, List<String>> variables = new HashMap<>();
    for (JsonNode goroutine : goroutines) {
      for (JsonNode frame : goroutine.get("frames")) {
        for (JsonNode local : frame.get("locals")) {
          variables
              .computeIfAbsent(goroutine.get("id").asText(), id -> new ArrayList<>())
              .add(local.get("name").asText().replaceFirst("^&", ""));
        }
      }
    }
    for (JsonNode root : roots) {
      String[] place = root.get("place").asText().split(", ", -1);
      if (place.length == 3) {
        assertThat(variables.get(root.get("goroutine").asText()))
            .contains(place[2].replaceFirst("^&", "").replaceFirst("[.\\[].*", ""));
      }
    }
  }
}
