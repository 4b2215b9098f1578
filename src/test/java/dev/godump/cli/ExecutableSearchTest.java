package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdInputStream;
import dev.godump.dump.RealDump;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutableSearchTest {
  private static final String HINT =
      "godump: no executable: add --exe PATH (the program that wrote this dump, go1.24.4 amd64)"
          + " for names of types, fields and variables\n";

  @TempDir private Path directory;
  private Path dump;
  private Path kept;

  @BeforeEach
  void unpack() throws IOException {
    Path place = Files.createDirectory(directory.resolve("dumps"));
    dump = Files.write(place.resolve("heap.dump"), RealDump.of("go1.24/types").bytes());
    kept = directory.resolve("kept");
  }

  private static Path program(String name, Path file) throws IOException {
    try (InputStream in =
        new ZstdInputStream(
            Files.newInputStream(Path.of("testdata/go1.24/" + name + ".program.zst")))) {
      Files.copy(in, file);
    }
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private CommandLineRun run(String command, Object... more) {
    List<String> words = new ArrayList<>(List.of(command.split(" ")));
    words.add(1, "--index-dir=" + kept);
    for (Object word : more) {
      words.add(word.toString());
    }
    return CommandLineRun.of(words.toArray(String[]::new));
  }

  @Test
  void without_types_an_answer_says_how_to_get_them() {
    for (String command : List.of("summary", "leaks --threshold 1", "histogram", "dominators")) {
      assertThat(run(command, dump).err()).as(command).isEqualTo(HINT);
    }
    assertThat(run("diff", dump, dump).err()).isEqualTo(HINT);
    assertThat(run("find --hex 00", dump).err()).isEqualTo(HINT);
    for (String command : List.of("memstats", "histogram --json", "histogram --no-exe")) {
      assertThat(run(command, dump).err()).as(command).isEmpty();
    }
  }

  @Test
  void the_program_next_to_the_dump_is_used_and_named() throws IOException {
    Path program = program("types", dump.resolveSibling("server"));
    CommandLineRun found = run("histogram", dump);
    assertThat(found.err())
        .isEqualTo(
            "godump: using the executable "
                + program
                + ", which matches the dump; --no-exe ignores it\n");
    assertThat(found.out()).isEqualTo(run("histogram --exe", program, dump).out());
    JsonNode json = new ObjectMapper().readTree(run("histogram --json", dump).out());
    assertThat(json.at("/executable/path").asText()).isEqualTo(program.toString());
  }

  @Test
  void no_program_is_used_if_none_may_be() throws IOException {
    String untyped = run("histogram", dump).out();
    program("types", dump.resolveSibling("server"));
    assertThat(run("histogram --no-exe", dump).out()).isEqualTo(untyped);
    assertThat(run("histogram --no-exe --json", dump).out()).doesNotContain("\"executable\"");
  }

  @Test
  void another_program_and_files_that_are_no_program_are_not_used() throws IOException {
    program("cleanups", dump.resolveSibling("heap"));
    Files.write(dump.resolveSibling("damaged"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
    Files.createDirectory(dump.resolveSibling("types"));
    assertThat(run("histogram", dump).err()).isEqualTo(HINT);
    program("types", dump.resolveSibling("zz"));
    assertThat(run("histogram", dump).err()).contains("using the executable").contains("/zz,");
  }

  @Test
  void a_program_is_found_even_if_an_index_has_no_types() throws IOException {
    run("index", dump);
    String untyped = run("histogram", dump).out();
    program("types", dump.resolveSibling("heap"));
    String typed = run("histogram", dump).out();
    assertThat(typed).isNotEqualTo(untyped).contains("main.Employee");
    assertThat(run("histogram", dump).err()).as("now the index remembers it").isEmpty();
    assertThat(run("histogram --no-exe", dump).out()).isEqualTo(untyped);
  }

  @Test
  void a_named_executable_is_remembered_for_small_dumps() throws IOException {
    Path program = program("types", directory.resolve("elsewhere"));
    String typed = run("histogram --exe", program, dump).out();
    assertThat(run("histogram", dump)).isEqualTo(new CommandLineRun(0, typed, ""));
  }

  @Test
  void a_comparison_has_types_of_all_dumps_or_of_none() throws IOException {
    Path program = program("types", directory.resolve("elsewhere"));
    Path copy = Files.copy(dump, dump.resolveSibling("later.dump"));
    run("histogram --exe", program, dump);
    CommandLineRun typed = run("diff --by type", dump, copy);
    assertThat(typed.err()).contains("using the executable " + program);
    assertThat(typed.out()).contains("By type").contains("unchanged").doesNotContain("+");
    Path other = Files.write(copy, RealDump.of("go1.24/leak").bytes());
    CommandLineRun untyped = run("diff --by type", other, dump);
    assertThat(untyped.err()).contains(dump + ": compared without types");
    assertThat(untyped.out())
        .isEqualTo(run("diff --by type --no-exe", other, dump).out())
        .doesNotContain("main.Employee");
    CommandLineRun named = run("diff --by type --exe", program, other, dump);
    assertThat(named.out()).isEqualTo(untyped.out());
    assertThat(named.err()).contains("not the program that wrote the dump");
  }

  @Test
  void globals_have_names_in_a_comparison() throws IOException {
    Path program = program("types", directory.resolve("elsewhere"));
    JsonNode rows =
        new ObjectMapper()
            .readTree(run("diff --by global --json --exe", program, dump, dump).out())
            .get("rows");
    assertThat(rows).isNotEmpty().anyMatch(row -> row.get("key").asText().equals("main.global"));
  }
}
