package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.DumpWriter;
import dev.godump.dump.TinyHeap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiffCommandTest {
  @TempDir private Path directory;
  private String small;
  private String large;
  private String larger;
  private String cut;

  @BeforeEach
  void writeDumps() throws IOException {
    small = file("small", TinyHeap.of("root -> a, dead").bytes());
    large = file("large", TinyHeap.of("root -> a, root -> b, a -> c:128").bytes());
    larger = file("larger", TinyHeap.of("root -> a, root -> b, root -> d, a -> c:128").bytes());
    DumpWriter unfinished = DumpWriter.go("go1.21.0");
    cut = file("cut", unfinished.object(0xc000000000L, 64).unfinished());
  }

  private String file(String name, byte[] dump) throws IOException {
    return Files.write(directory.resolve(name + ".dump"), dump).toString();
  }

  private static CommandLineRun diff(String... args) {
    List<String> all = new ArrayList<>(List.of("diff"));
    all.addAll(Arrays.asList(args));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private static JsonNode json(String... args) throws IOException {
    List<String> all = new ArrayList<>(List.of("--format", "json"));
    all.addAll(Arrays.asList(args));
    return new ObjectMapper().readTree(diff(all.toArray(String[]::new)).out());
  }

  private static JsonNode row(JsonNode answer, String by, String key) {
    for (JsonNode row : answer.get("rows")) {
      if (row.get("by").asText().equals(by) && row.get("key").asText().equals(key)) {
        return row;
      }
    }
    throw new AssertionError(key);
  }

  @Test
  void json_has_before_after_and_delta_of_every_key() throws IOException {
    JsonNode answer =
        json("--fail-on-growth", "1MB", "--fail-on-growth", "noptr 64 B=0", small, large);
    JsonNode leaf = row(answer, "type", "noptr 128 B");
    assertThat(leaf.at("/before/count").asLong()).isZero();
    assertThat(leaf.at("/after/count").asLong()).isEqualTo(1);
    assertThat(leaf.at("/delta/bytes").asLong()).isEqualTo(128);
    assertThat(leaf.at("/delta/retained").asLong()).isEqualTo(128);
    assertThat(leaf.has("series")).isFalse();
    assertThat(row(answer, "global", "bss+0x0").at("/delta/retained").asLong()).isEqualTo(128);
    assertThat(answer.at("/totals/objects/delta").asLong()).isEqualTo(2);
    assertThat(answer.at("/totals/bytes/after").asLong()).isEqualTo(256);
    assertThat(answer.at("/totals/goroutines/before").asLong()).isZero();
    assertThat(answer.get("dumps").get(1).asText()).isEqualTo(large);
    assertThat(answer.get("live_only").asBoolean()).isTrue();
    JsonNode gate = answer.get("gates").get(0);
    assertThat(gate.get("gate").asText()).isEqualTo("--fail-on-growth 1MB");
    assertThat(gate.get("limit").asLong()).isEqualTo(1_000_000);
    assertThat(gate.get("actual").asLong()).isEqualTo(192);
    assertThat(gate.get("failed").asBoolean()).isFalse();
    assertThat(gate.get("reason").asText()).startsWith("live bytes grew by 192 B");
  }

  @Test
  void three_dumps_are_a_series_from_the_first_to_the_last() throws IOException {
    JsonNode row = row(json(small, large, larger), "type", "noptr 64 B");
    assertThat(row.get("series"))
        .extracting(amount -> amount.get("count").asInt())
        .containsExactly(1, 1, 2);
    assertThat(row.at("/delta/count").asInt()).isEqualTo(1);
    assertThat(json(small, large, larger).at("/totals/objects/series")).hasSize(3);
  }

  @Test
  void monotone_leaves_out_what_shrank_on_the_way() throws IOException {
    assertThat(json("--monotone", large, small, larger).get("rows"))
        .extracting(row -> row.get("key").asText())
        .containsExactly("noptr 64 B", "bss+0x10");
  }

  @Test
  void by_selects_one_table() throws IOException {
    assertThat(json("--by", "global", small, large).get("rows"))
        .allMatch(row -> row.get("by").asText().equals("global"));
    assertThat(diff("--by", "global", small, large).out())
        .contains("By global")
        .doesNotContain("By type");
  }

  @Test
  void csv_has_one_row_for_each_key() {
    assertThat(diff("--format", "csv", "--by", "type", small, large).out().lines().limit(2))
        .containsExactly(
            "by,key,before_count,before_bytes,before_retained,after_count,after_bytes,after_retained,delta_count,delta_bytes,delta_retained",
            "type,ptrs@0 of 64 B,0,0,0,1,64,192,1,64,192");
  }

  @Test
  void a_truncated_list_says_how_many_rows_are_hidden() {
    assertThat(diff("--top", "1", small, large).out()).contains("more (--top 0 shows all)");
  }

  @Test
  void all_counts_garbage() throws IOException {
    assertThat(json("--all", small, large).at("/totals/objects/before").asInt()).isEqualTo(2);
  }

  @Test
  void a_failed_gate_writes_a_line_and_exits_with_1() {
    CommandLineRun run = diff("--fail-on-growth", "100", small, large);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().lines().filter(line -> line.startsWith("godump: gate")))
        .containsExactly(
            "godump: gate failed: --fail-on-growth 100: live bytes grew by 192 B (64 B → 256 B), more than 100 B");
    assertThat(run.out()).contains("failed   --fail-on-growth 100");
  }

  @Test
  void passed_gates_exit_with_0() {
    CommandLineRun run =
        diff("--no-exe", "--fail-on-growth", "+1KiB", "--fail-on-goroutines", "+0", small, small);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("passed   --fail-on-growth +1KiB")
        .contains("passed   --fail-on-goroutines +0");
  }

  @Test
  void a_gate_in_percent_echoes_it() {
    CommandLineRun run = diff("--fail-on-growth", "5%", small, large);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("grew by 192 B (64 B → 256 B), more than 5%\n");
    assertThat(diff("--fail-on-growth", "300%", small, large).exitCode()).isZero();
    assertThat(diff("--fail-on-growth", "noptr 64 B=+0.5 %", small, small).exitCode()).isZero();
    assertThat(diff("--fail-on-goroutines", "5%", small, large).exitCode()).isZero();
    diff("--fail-on-growth", "5%%", small, large).assertFails(2, "'5%%' is not an amount");
  }

  @Test
  void a_limit_is_in_the_users_unit() {
    assertThat(diff("--fail-on-growth", "10MB", small, large).out()).contains("more than 10MB");
  }

  @Test
  void options_may_stand_between_dumps() {
    String plain = diff("--no-index", "--by", "type", small, large).out();
    assertThat(diff(small, "--no-index", large, "--by", "type").out()).isEqualTo(plain);
    assertThat(diff("--no-index", small, "--by", "type", large).out()).isEqualTo(plain);
    diff(small).assertFails(2, "missing the second DUMP");
  }

  @Test
  void growth_of_goroutines_fails_a_gate() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.21.0");
    String idle = file("idle", DumpWriter.go("go1.21.0").finish());
    String busy = file("busy", dump.goroutine(1, "select").goroutine(2, "select").finish());
    assertThat(diff("--fail-on-goroutines", "+1", idle, busy).exitCode()).isEqualTo(1);
    assertThat(diff("--fail-on-goroutines", "2", idle, busy).exitCode()).isZero();
  }

  @Test
  void a_gate_on_an_unknown_name_is_wrong_usage_unless_it_may_be_missing() {
    diff("--fail-on-growth", "main.Session=0", small, small)
        .assertFails(2, "no dump has a type, shape or global of this name; --allow-missing");
    CommandLineRun run =
        diff("--no-exe", "--allow-missing", "--fail-on-growth", "main.Session=0", small, small);
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .isEqualTo(
            "godump: warning: --fail-on-growth main.Session=0: no dump has a type, shape or global of this name\n");
  }

  @Test
  void a_gate_that_a_truncated_dump_leaves_undecided_exits_with_3() throws IOException {
    CommandLineRun run = diff("--fail-on-growth", "10MB", small, cut);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains("godump: gate can't be judged: --fail-on-growth 10MB: " + cut);
    JsonNode answer = json("--fail-on-growth", "10MB", small, cut);
    assertThat(answer.at("/gates/0/failed").isNull()).isTrue();
    assertThat(answer.at("/rows/0/after/retained").isNull()).isTrue();
    assertThat(answer.get("complete").asBoolean()).isFalse();
  }

  @Test
  void a_gate_can_fail_on_a_dump_truncated_after_its_roots() throws IOException {
    byte[] whole = TinyHeap.of("root -> a, root -> b, a -> c:128").bytes();
    String late = file("late", Arrays.copyOf(whole, whole.length - 1));
    CommandLineRun run = diff("--fail-on-growth", "0", small, late);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("gate failed").contains("warning: " + late);
    assertThat(diff("--fail-on-growth", "1MB", small, late).exitCode()).isEqualTo(3);
  }

  @Test
  void an_unreadable_dump_is_named() {
    CommandLineRun run = diff(small, directory.resolve("missing").toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).startsWith("godump: " + directory.resolve("missing")).hasLineCount(1);
  }

  @Test
  void one_of_the_dumps_may_come_from_standard_input() {
    CommandLineRun run =
        CommandLineRun.withInput(
            TinyHeap.of("root -> a").bytes(), "diff", "--by", "type", "-", small);
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("1 unchanged");
  }

  @Test
  void text_fits_a_hundred_columns() {
    String goroutines = "testdata/go1.24/goroutines.dump.gz";
    CommandLineRun run = diff("testdata/go1.24/leak.dump.gz", goroutines);
    assertThat(run.out().lines().mapToInt(String::length).max().orElse(0)).isLessThanOrEqualTo(100);
  }

  @Test
  void the_objects_inside_maps_are_in_the_row_of_the_map() throws IOException {
    JsonNode answer =
        json(
            "--by", "type", "testdata/go1.27/growth-1.dump.gz", "testdata/go1.27/growth-3.dump.gz");
    assertThat(answer.get("rows").findValuesAsText("key"))
        .contains("map[?]?")
        .noneMatch(key -> key.matches("map\\[.*(groups|table|directory|buckets)"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.24", "go1.25", "go1.26", "go1.27"})
  void what_only_cleanups_keep_alive_is_named_and_in_no_row(String release) throws IOException {
    String dump = "testdata/" + release + "/cleanups.dump.gz";
    long kept =
        new ObjectMapper()
            .readTree(CommandLineRun.of("summary", "--json", dump).out())
            .at("/heap/cleanup_bytes")
            .asLong();
    assertThat(kept).isGreaterThan(200 * 4096);
    assertThat(json(dump, dump).at("/totals/cleanup_bytes/after").asLong()).isEqualTo(kept);
    assertThat(diff(dump, dump).out())
        .contains("CLEANUPS: kept alive only by cleanups (inferred), not in the rows");
    assertThat(diff(small, large).out()).doesNotContain("CLEANUPS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19", "go1.27"})
  void goroutines_are_named_as_by_the_list_of_goroutines(String release) throws IOException {
    String leaks = "testdata/leaks/" + release + "/";
    JsonNode answer =
        json(
            "--by",
            "goroutine",
            "--exe",
            leaks + "program.zst",
            leaks + "healthy.dump.gz",
            leaks + "senders.dump.gz");
    assertThat(answer.get("rows").findValuesAsText("key"))
        .noneMatch(key -> key.matches(".*(gowrap|deferwrap)\\d.*"));
  }
}
