package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A sync.Map is one map for every command, whatever it is made of in a release. */
class SyncMapTest {
  private static final String[] PARTS = {"indirect", "sync.entry", "interface {}", ".root"};

  private static String run(String version, String... command) throws IOException {
    String directory = "testdata/syncmap/" + version + "/";
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of("--exe", directory + "program.zst", directory + "entries.dump.gz"));
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void leaks_names_the_map_and_counts_its_entries(String version) throws IOException {
    assertThat(run(version, "leaks"))
        .contains(
            "  main.app.sessions  sync.Map, 300 entries\n",
            "  main.app.read  sync.Map, 300 entries\n",
            "nothing else keeps its 300 entries alive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void deleted_entries_are_not_counted(String version) throws IOException {
    assertThat(run(version, "object", "main.deleted"))
        .contains("sync.Map  8 entries", "[string \"nil\"]", "[int 7]")
        .doesNotContain("[int 3]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void an_entry_is_found_by_its_key(String version) throws IOException {
    assertThat(run(version, "object", "main.deleted[\"new\"]")).contains("int 17");
    assertThat(run(version, "object", "main.deleted[string \"new\"]")).contains("int 17");
    assertThat(run(version, "object", "main.deleted[int 7]")).contains("value main.deleted[int 7]");
    assertThat(run(version, "object", "main.app.sessions[\"s-7\"].token")).contains("\"token-7\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void a_path_has_the_map_as_one_step_and_the_key(String version) throws IOException {
    String session = run(version, "object", "main.app.sessions[\"s-7\"]");
    Matcher address = Pattern.compile("\\*main.session (0x[0-9a-f]+)").matcher(session);
    assertThat(address.find()).isTrue();
    assertThat(run(version, "retainers", address.group(1)))
        .containsPattern(" → 0x[0-9a-f]+  \\d+ B, sync\\.Map, 300 entries\n")
        .containsPattern("\\[string \"s-7\"\\] → " + address.group(1) + "  ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void merged_paths_have_the_map_as_one_step(String version) throws IOException {
    assertThat(run(version, "retainers", "--type", "main.session"))
        .containsPattern("main\\.app\\.sessions \\(")
        .containsPattern("→ 0x[0-9a-f]+  sync\\.Map\n")
        .containsPattern("→ (\\.value )?300 objects  main\\.session\n")
        .doesNotContain("indirect", "interface {}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void referrers_inside_the_map_are_the_map(String version) throws IOException {
    String session = run(version, "object", "main.app.sessions[\"s-7\"]");
    Matcher address = Pattern.compile("\\*main.session (0x[0-9a-f]+)").matcher(session);
    assertThat(address.find()).isTrue();
    assertThat(run(version, "retainers", address.group(1), "--depth", "4"))
        .containsPattern("\n  0x[0-9a-f]+ \\[string \"s-7\"\\]  \\d+ B, sync\\.Map\n")
        .containsPattern("\n  main\\.app\\.sessions \\(")
        .doesNotContain(PARTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void the_map_is_one_node_in_trees_and_drawings(String version) throws IOException {
    assertThat(run(version, "dominators"))
        .containsPattern("  0x[0-9a-f]+  sync\\.Map\n")
        .doesNotContain(PARTS);
    assertThat(run(version, "flamegraph"))
        .contains("  main.app.sessions\n", "  sync.Map\n", "  main.session\n")
        .doesNotContain(PARTS);
    assertThat(run(version, "export", "dot", "-o", "-"))
        .contains("[label=\"main.app.sessions (", "[label=\"sync.Map\\n")
        .doesNotContain(PARTS);
    assertThat(
            run(
                version,
                "export",
                "dot",
                "-o",
                "-",
                "--around",
                "main.app.sessions[\"s-7\"].token"))
        .contains("[label=\"sync.Map\\n", " [label=\"[…]\"];")
        .doesNotContain(PARTS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void the_map_is_a_map_for_programs(String version) throws IOException {
    assertThat(run(version, "leaks", "--format", "json"))
        .contains("\"kind\" : \"map\"", "\"entries\" : 300")
        .doesNotContain("\"kind\" : \"tree\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.23", "go1.27"})
  void find_names_the_map_and_the_command_to_try_next(String version) throws IOException {
    String found = run(version, "find", "s-299");
    assertThat(found).contains("main.app.sessions[key] → string.data");
    assertThat(found).containsPattern("Next: godump retainers 0x\\w+ --exe \\S*program.zst ");
  }
}
