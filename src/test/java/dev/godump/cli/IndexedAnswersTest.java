package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.RealDump;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Checks that an answer with an index is byte for byte the answer without one. {@code
 * src/bench/answers} compares far more.
 */
class IndexedAnswersTest {
  /** Each dump gets one of these, in turn; the last words stand for an object and the dump. */
  private static final List<String> ABOUT_OBJECTS =
      List.of(
          "dominators --format json DUMP",
          "histogram --top 0 DUMP",
          "retainers --depth 2 OBJECT DUMP",
          "object OBJECT DUMP",
          "dominators --min-percent 0.001 --depth 2 OBJECT DUMP",
          "retainers --format json --paths 50 OBJECT DUMP",
          "retainers --exclude bss OBJECT DUMP",
          "diff --top 5 DUMP DUMP");

  /** Each dump gets one of these, in turn. */
  private static final List<String> FURTHER =
      List.of(
          "dominators",
          "dominators --holders --depth 9 --min-percent 0.2",
          "goroutines --sort retained",
          "summary",
          "summary --format json",
          "leaks --threshold 2",
          "leaks --format json",
          "roots",
          "roots --all --format csv",
          "goroutines",
          "goroutines --all --format json",
          "histogram --by shape --format json",
          "histogram --by size --sort retained",
          "objects --sort retained --format csv",
          "objects --sort retained --top 5",
          "objects --top 5",
          "objects --live --type /main/",
          "objects --dead --format json",
          "retainers --shape noptr --min-percent 3",
          "retainers --type runtime.g --format json",
          "retainers --site main",
          "what-if --cut-goroutine 1",
          "what-if --cut-type /runtime/",
          "params",
          "types",
          "itabs",
          "memstats",
          "memprof --top 0",
          "finalizers",
          "threads --format json",
          "dominators --depth 60 --min-percent 0.001 --format json",
          "dominators --holders --min-percent 0.001");

  /** Commands that name types, fields or variables. */
  private static final List<String> ABOUT_TYPES =
      List.of(
          "summary",
          "leaks --threshold 1",
          "dominators --min-percent 0.001 --depth 20",
          "dominators --holders --format json",
          "histogram --top 0",
          "histogram --top 0 --sort retained --format json",
          "objects --format csv",
          "objects --type /main/",
          "roots --all",
          "goroutines --all",
          "retainers --type /main/ --paths 20",
          "retainers --type /map/ --format json",
          "what-if --cut-type /main/");

  private static final int ADDRESSES = 2;

  @TempDir private Path directory;

  static Stream<Object[]> dumps() throws IOException {
    List<RealDump> dumps = RealDump.below("", 3);
    List<Object[]> numbered = new ArrayList<>();
    for (int i = 0; i < dumps.size(); i++) {
      numbered.add(new Object[] {dumps.get(i), i});
    }
    return numbered.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dumps")
  void answers_with_an_index_are_those_without(RealDump dump, int number) throws IOException {
    Path file = Files.write(directory.resolve("heap.dump"), dump.bytes());
    CommandLineRun built =
        CommandLineRun.of(
            "index", "--index-dir", directory.resolve("kept").toString(), file.toString());
    if (built.exitCode() != 0) {
      // a dump that can't be read has no index
      assertThat(CommandLineRun.of("params", "--no-index", file.toString()).exitCode())
          .isEqualTo(3);
      return;
    }
    try (Stream<Path> indexes = Files.list(directory.resolve("kept"))) {
      assertThat(indexes).hasSize(1);
    }
    compare(FURTHER.get(number % FURTHER.size()) + " " + file);
    // the dumps are ordered by Go version and program: another step gives all pairs of commands
    String command = ABOUT_OBJECTS.get(number * 5 / 3 % ABOUT_OBJECTS.size());
    if (command.contains("OBJECT")) {
      command = command.replace("OBJECT", addresses(file, number).get(0));
    }
    compare(command.replace("DUMP", file.toString()));
  }

  static List<RealDump> dumpsWithExecutables() throws IOException {
    return RealDump.ofPrograms().stream()
        .filter(dump -> dump.toString().endsWith("/types"))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("dumpsWithExecutables")
  void answers_with_types_are_those_without_an_index(RealDump dump) throws IOException {
    Path file = Files.write(directory.resolve("heap.dump"), dump.bytes());
    String executable = "--exe " + dump.file().resolveSibling("types.program.zst");
    String kept = directory.resolve("kept").toString();
    assertThat(
            CommandLineRun.of(
                    ("index --index-dir " + kept + " " + executable + " " + file).split(" "))
                .exitCode())
        .isZero();
    for (String command : ABOUT_TYPES) {
      compare(command + " " + executable + " " + file);
    }
    for (String address : addresses(file, 1)) {
      compare("object " + address + " " + executable + " " + file);
      compare("retainers --paths 20 " + address + " " + executable + " " + file);
    }
  }

  private void compare(String line) throws IOException {
    forgetSome(new Random(line.length()));
    CommandLineRun without = CommandLineRun.of((line + " --no-index").split(" "));
    CommandLineRun with =
        CommandLineRun.of((line + " --index-dir " + directory.resolve("kept")).split(" "));
    assertThat(with.out()).as(line).isEqualTo(without.out());
    assertThat(with.err()).as(line).isEqualTo(without.err());
    assertThat(with.exitCode()).as(line).isEqualTo(without.exitCode());
  }

  /** Deletes some parts of the index, which the next command has to do without. */
  private void forgetSome(Random random) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve("kept"))) {
      for (Path part : files.filter(Files::isRegularFile).sorted().toList()) {
        if (!part.endsWith("graph") && random.nextInt(3) == 0) {
          Files.delete(part);
        }
      }
    }
  }

  private static List<String> addresses(Path file, int seed) {
    List<String> all =
        new ArrayList<>(
            CommandLineRun.of("objects", "--no-index", "--short", file.toString())
                .out()
                .lines()
                .toList());
    Collections.shuffle(all, new Random(seed));
    return all.subList(0, Math.min(all.size(), ADDRESSES));
  }
}
