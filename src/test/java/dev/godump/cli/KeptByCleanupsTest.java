package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.RealDump;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What only cleanups keep alive is neither live nor garbage in any command. The facts are those of
 * programs that know which of their objects only cleanups reach.
 */
class KeptByCleanupsTest {
  private static final String[] EXE = {"--exe", "testdata/go1.27/cleanups.program.zst"};

  private static JsonNode json(String release, String... command) throws IOException {
    return new ObjectMapper().readTree(run(release, "json", command));
  }

  private static String run(String release, String format, String... command) {
    List<String> line = new ArrayList<>(List.of(command));
    line.add("--format");
    line.add(format);
    line.add(RealDump.of(release + "/cleanups").file().toString());
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  private static String text(String... command) {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(EXE));
    line.add(RealDump.of("go1.27/cleanups").file().toString());
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  /** The addresses of the objects that a program kept, by who keeps them. */
  private static Set<String> facts(String release, boolean byCleanup) throws IOException {
    Set<String> addresses = new TreeSet<>();
    for (JsonNode fact : RealDump.of(release + "/cleanups").facts().get("objects")) {
      boolean matches =
          byCleanup ? fact.path("kept_by_cleanup").asBoolean() : fact.get("live").asBoolean();
      if (matches) {
        addresses.add(fact.get("address").asText());
      }
    }
    return addresses;
  }

  private static String firstKept(String type) {
    return text("objects", "--cleanups", "--short", "--type", type)
        .lines()
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.24", "go1.25", "go1.26", "go1.27"})
  void objects_says_what_keeps_each_object_alive(String release) throws IOException {
    Set<String> kept = new TreeSet<>();
    Set<String> live = new TreeSet<>();
    for (JsonNode object : json(release, "objects").get("objects")) {
      if (object.get("kept_by_cleanups").asBoolean()) {
        kept.add(object.get("address").asText());
        assertThat(object.get("live").asBoolean()).isFalse();
      } else if (object.get("live").asBoolean()) {
        live.add(object.get("address").asText());
      }
    }
    assertThat(kept).containsAll(facts(release, true));
    assertThat(live).containsAll(facts(release, false));
    JsonNode heap = json(release, "summary").get("heap");
    assertThat(kept).hasSize(heap.get("cleanup_objects").asInt());
    assertThat(live).hasSize(heap.get("live_objects").asInt());
    assertThat(run(release, "text", "objects", "--cleanups", "--short").lines())
        .hasSameSizeAs(kept);
    assertThat(run(release, "text", "objects", "--dead", "--short").lines().map(String::trim))
        .doesNotContainAnyElementsOf(kept);
  }

  @Test
  void text_has_a_word_for_it_and_explains_it() {
    assertThat(text("objects", "--cleanups", "--top", "1"))
        .containsPattern(" 4.0 KiB +cleanups ")
        .contains("cleanups: only cleanups keep it alive (inferred)");
    assertThat(text("objects", "--live", "--top", "1")).doesNotContain("cleanups");
    assertThat(text("objects", "--fields", "--cleanups", "--type", "main.Mapping", "--top", "1"))
        .contains("cleanups: only cleanups keep it alive (inferred)");
  }

  @Test
  void objects_that_cleanups_keep_have_retained_sizes() throws IOException {
    JsonNode largest =
        json("go1.27", "objects", "--cleanups", "--sort", "retained", "--top", "1")
            .get("objects")
            .get(0);
    assertThat(largest.get("retained").asLong()).isGreaterThan(4096);
  }

  @Test
  void an_object_has_a_retained_size_within_what_cleanups_keep() {
    assertThat(text("object", firstKept("main.Mapping")))
        .contains("only they lead to it (inferred); no recorded root does")
        .contains("of what only cleanups keep alive), dominated by ");
  }

  @Test
  void a_type_has_paths_from_cleanups_besides_those_from_roots() throws IOException {
    assertThat(text("retainers", "--type", "main.Mapping"))
        .contains("200 more objects, ")
        .contains(", kept alive only by cleanups (inferred)")
        .doesNotContain("no path");
    JsonNode answer = exe("retainers", "--type", "main.Mapping");
    assertThat(answer.get("garbage").asInt()).isZero();
    assertThat(answer.get("kept_by_cleanups").get("objects").asInt()).isEqualTo(200);
    assertThat(answer.get("kept_by_cleanups").get("tree").get(0).get("label").asText())
        .isEqualTo("cleanups (inferred)");
  }

  @Test
  void found_bytes_are_held_by_cleanups() {
    assertThat(text("find", "--top", "0", "descriptor 10"))
        .contains("cleanups (inferred) → ptrs@8 of 24 B +8")
        .doesNotContain("no recorded root");
  }

  @Test
  void a_summary_begins_with_cleanups_that_keep_most() {
    assertThat(text("summary").lines().skip(2).findFirst().orElseThrow())
        .startsWith("Largest ")
        .contains("kept alive only by cleanups (inferred): godump finalizers");
  }

  @Test
  void what_if_counts_what_cleanups_keep_apart() throws IOException {
    JsonNode heap = json("go1.27", "summary").get("heap");
    JsonNode answer = exe("what-if", "--cut-type", "main.Region");
    assertThat(answer.get("freed").get("objects").asInt()).isZero();
    JsonNode kept = answer.get("kept_by_cleanups");
    assertThat(kept.get("live").get("bytes")).isEqualTo(heap.get("cleanup_bytes"));
    // each of 200 regions is the only way to a mapping, its name and its data
    assertThat(kept.get("freed").get("bytes").asLong()).isGreaterThan(200 * 4096);
    assertThat(answer.get("cuts").get(0).get("kept_by_cleanups").asInt()).isEqualTo(200);
    assertThat(text("what-if", firstKept("main.Mapping")))
        .contains("Kept alive only by cleanups (inferred)")
        .doesNotContain("Cuts that free nothing else");
  }

  @Test
  void memory_that_moves_from_roots_to_cleanups_is_named() {
    // files are live, and no cleanup leads to them
    assertThat(text("what-if", "--cut-type", "main.File"))
        .doesNotContain("cleanups (inferred) would keep");
  }

  @ParameterizedTest
  @ValueSource(strings = {"type", "length", "shape", "size", "package", "site", "root"})
  void a_histogram_has_what_cleanups_keep_in_a_column(String by) throws IOException {
    JsonNode heap = json("go1.27", "summary").get("heap");
    long bytes = 0;
    for (JsonNode row : exe("histogram", "--by", by).get("rows")) {
      bytes += row.get("cleanup_bytes").asLong();
    }
    assertThat(bytes).isEqualTo(heap.get("cleanup_bytes").asLong());
  }

  @Test
  void cleanups_own_what_they_keep() {
    assertThat(text("histogram", "--by", "root"))
        .containsPattern("0 B +cleanups \\(inferred\\)\n")
        .contains("CLEANUPS: only cleanups keep them alive (inferred)")
        .doesNotContain("no recorded root");
  }

  @ParameterizedTest
  @ValueSource(strings = {"strings", "waste", "dominators"})
  void answers_about_live_objects_say_what_they_leave_out(String command) {
    assertThat(text(command)).contains("B, kept alive only by cleanups (inferred): not ");
  }

  @Test
  void a_list_of_roots_says_what_cleanups_keep() {
    assertThat(text("roots"))
        .contains("B, kept alive only by cleanups (inferred): godump finalizers");
  }

  @Test
  void lines_of_JSON_say_what_keeps_an_object_alive(@TempDir Path directory) throws IOException {
    String lines = export(directory, "jsonl");
    JsonNode heap = json("go1.27", "summary").get("heap");
    assertThat(lines.lines().filter(line -> line.contains("\"kept_by_cleanups\":true")))
        .hasSize(heap.get("cleanup_objects").asInt())
        .allMatch(line -> line.contains("\"live\":false"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hprof", "heapsnapshot", "pprof"})
  void exports_name_cleanups_as_what_keeps_objects_alive(String format, @TempDir Path directory)
      throws IOException {
    String written = export(directory, format);
    assertThat(written).contains("cleanups (inferred)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--around", "--paths"})
  void a_diagram_of_what_cleanups_keep_begins_at_them(String option) {
    assertThat(text("export", "dot", option, firstKept("main.Mapping"), "-o", "-"))
        .contains("tooltip=\"cleanups (inferred)\"")
        .contains("green and dashed: kept alive only by cleanups (inferred)");
  }

  private static String export(Path directory, String format) throws IOException {
    Path file = directory.resolve("heap");
    CommandLineRun run =
        CommandLineRun.of(
            "export",
            format,
            EXE[0],
            EXE[1],
            RealDump.of("go1.27/cleanups").file().toString(),
            "-o",
            file.toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    try (InputStream in =
        format.equals("pprof")
            ? new GZIPInputStream(Files.newInputStream(file))
            : Files.newInputStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static JsonNode exe(String... command) throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of(EXE));
    return json("go1.27", line.toArray(String[]::new));
  }
}
