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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the numbers of {@code leaks} against {@code what-if}, which cuts and marks the heap, and
 * {@code waste}.
 */
class LeaksAndWhatIfTest {
  private static final Pattern ENTRIES =
      Pattern.compile("nothing else keeps (?:at least )?(?:its )?([\\d,]+) (?:of|entries) .*");

  private static final int SESSION_SIZE = 32;
  private static final int KEY_SIZE = 48;

  @ParameterizedTest
  @CsvSource({
    "go1.19, entries, 2900", "go1.23, entries, 2900", "go1.24, entries, 2900",
    "go1.27, entries, 2900", "go1.19, mixed, 2000", "go1.27, mixed, 2000",
    "go1.23, mixed, 1900", "go1.24, mixed, 1900"
  })
  void entries_that_nothing_else_keeps_are_freed_with_the_map(
      String version, String name, long expected) throws IOException {
    RealDump dump = RealDump.of("causes/" + version + "/" + name);
    List<String> executable = executable(dump);
    JsonNode map = run(dump, executable, "leaks").get("suspects").get(0);
    assertThat(counted(map)).isEqualTo(expected);
    String header = map.get("accumulation_point").asText();
    JsonNode freed = run(dump, executable, "what-if", "--cut", header);
    assertThat(freed.get("freed").get("bytes").asLong()).isEqualTo(map.get("retained").asLong());
    assertThat(valuesIn(freed, executable.isEmpty())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"go1.19", "go1.27"})
  void slots_behind_a_length_keep_as_much_in_waste_as_in_leaks(String version) throws IOException {
    RealDump dump = RealDump.of("causes/" + version + "/emptied");
    JsonNode waste = run(dump, executable(dump), "waste", "--kind", "hidden-slots");
    JsonNode groups = waste.get("kinds").get(0).get("groups");
    assertThat(groups).hasSize(2);
    JsonNode structs = groups.get(0);
    assertThat(structs.get("bytes").asLong()).isEqualTo(990 * KEY_SIZE);
    assertThat(structs.get("count").asLong()).isEqualTo(990);
    JsonNode pointers = groups.get(1);
    assertThat(pointers.get("bytes").asLong()).isEqualTo(999 * SESSION_SIZE);
    assertThat(pointers.get("count").asLong()).isEqualTo(1000);
    JsonNode suspects = run(dump, executable(dump), "leaks").get("suspects");
    assertThat(cause(suspects.get(0))).startsWith("990 elements behind").contains("46.4 KiB");
    assertThat(cause(suspects.get(1))).startsWith("1,000 elements behind").contains("31.2 KiB");
  }

  private static String cause(JsonNode suspect) {
    return suspect.get("causes").get(0).get("text").asText();
  }

  /** The values among what is freed; without types those of the main kind. */
  private static long valuesIn(JsonNode freed, boolean shapes) {
    long count = 0;
    for (JsonNode row : freed.get("rows")) {
      String type = row.get("key").asText();
      boolean value =
          shapes
              ? type.equals("ptrs@24 of " + SESSION_SIZE + " B")
              : type.equals("main.session") || type.equals("main.item");
      count += value ? row.get("count").asLong() : 0;
    }
    return count;
  }

  private static long counted(JsonNode suspect) {
    String text = cause(suspect);
    Matcher sentence = ENTRIES.matcher(text);
    assertThat(sentence.matches()).as(text).isTrue();
    return Long.parseLong(sentence.group(1).replace(",", ""));
  }

  private static List<String> executable(RealDump dump) {
    Path program = dump.file().resolveSibling("program.zst");
    return Files.exists(program) ? List.of("--exe", program.toString()) : List.of();
  }

  private static JsonNode run(RealDump dump, List<String> executable, String... command)
      throws IOException {
    List<String> line = new ArrayList<>(List.of(command));
    line.addAll(List.of("--format", "json"));
    line.addAll(executable);
    line.add(dump.file().toString());
    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }
}
