package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import dev.godump.index.ForgedIndexFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers from indexes whose checksums are right and whose contents are random. */
class ForgedIndexTest {
  private static final String PROGRAM = "testdata/go1.24/types.program.zst";

  /** Lines that read a part, by the start of its name. */
  private static final Map<String, List<String>> READERS =
      Map.ofEntries(
          Map.entry("graph", List.of("objects --sort retained", "goroutines --all", "roots --all")),
          Map.entry(
              "dominators",
              List.of("dominators --holders --depth 3", "summary", "leaks --threshold 1")),
          Map.entry("referrers", List.of("retainers OBJECT", "object OBJECT")),
          Map.entry("distances", List.of("retainers OBJECT")),
          Map.entry("roots", List.of("retainers OBJECT", "object OBJECT")),
          Map.entry("types", List.of("histogram --top 0", "object main.global")),
          Map.entry("histogram", List.of("histogram --top 0 --sort retained", "diff DUMP")),
          Map.entry("counts", List.of("histogram --top 0", "histogram --top 0 --by shape")),
          Map.entry("executable", List.of("types")),
          Map.entry("leaks", List.of("leaks")),
          Map.entry("goroutine", List.of("objects --sort retained")));

  /** Numbers that nothing else in an index contradicts, whatever they are. */
  private static final Set<String> FACTS =
      Set.of(
          "goroutine address",
          "goroutine created at",
          "goroutine wait since",
          "frame entry",
          "frame pc");

  @TempDir private Path directory;
  private Path dump;
  private Path kept;

  private CommandLineRun run(String command, String option, String object) {
    String line = command.replace("OBJECT", object).replace("DUMP", dump.toString());
    String[] words = line.split(" ", 2);
    String rest = words.length == 1 ? "" : " " + words[1];
    return CommandLineRun.of(
        (words[0] + " --exe " + PROGRAM + option + rest + " " + dump).split(" "));
  }

  @Test
  void random_contents_of_any_section_never_make_an_answer_wrong() throws IOException {
    dump = Files.write(directory.resolve("heap.dump"), RealDump.of("go1.24/types").bytes());
    kept = directory.resolve("kept");
    String object =
        CommandLineRun.of("objects", "--no-index", "--short", "--live", dump.toString())
            .out()
            .lines()
            .skip(300)
            .findFirst()
            .orElseThrow();
    assertThat(run("index --index-dir " + kept, "", object).exitCode()).isZero();
    Map<String, ForgedIndexFile> parts = new TreeMap<>();
    try (Stream<Path> files = Files.walk(kept).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        parts.put(file.getFileName().toString(), ForgedIndexFile.of(file));
      }
    }
    Map<String, CommandLineRun> right = new HashMap<>();
    Random random = new Random(1);
    int number = 0;
    int noticed = 0;
    for (String part : parts.keySet()) {
      List<String> lines = READERS.get(part.replaceAll("-.*", ""));
      for (String section : parts.get(part).sections()) {
        for (ForgedIndexFile file : parts.values()) {
          file.restore();
        }
        parts
            .get(part)
            .replace(
                section,
                bytes -> {
                  random.nextBytes(bytes);
                  return bytes;
                });
        String line = lines.get(number++ % lines.size());
        CommandLineRun expected =
            right.computeIfAbsent(line, each -> run(each, " --no-index", object));
        CommandLineRun actual = run(line, " --index-dir " + kept, object);
        String what = line + " with random " + section + " in " + part + ": " + actual.err();
        if (!FACTS.contains(section)) {
          assertThat(actual.out()).as(what).isEqualTo(expected.out());
        }
        assertThat(actual.exitCode()).as(what).isEqualTo(expected.exitCode());
        if (!actual.err().equals(expected.err())) {
          assertThat(actual.err()).as(what).contains("is not used: ").hasLineCount(1);
          noticed++;
          // the command replaced what it could not use
          assertThat(run(line, " --index-dir " + kept, object)).as(what).isEqualTo(expected);
        }
      }
    }
    assertThat(noticed).isGreaterThan(30);
  }
}
