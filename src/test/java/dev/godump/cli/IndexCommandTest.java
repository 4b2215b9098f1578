package dev.godump.cli;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.RealDump;
import dev.godump.dump.TinyHeap;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexCommandTest {
  private static final int KILLS = 12;
  private static final int DUMPS = 60;
  private static final long MAX_DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  @TempDir private Path directory;
  private Path dump;
  private String indexDirectory;

  @BeforeEach
  void unpack() throws IOException {
    dump = Files.write(directory.resolve("heap.dump"), RealDump.of("go1.24/leak").bytes());
    indexDirectory = directory.resolve("kept").toString();
  }

  private CommandLineRun index(String... arguments) {
    List<String> all =
        Stream.concat(Stream.of("index", "--index-dir", indexDirectory), Stream.of(arguments))
            .toList();
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  /** Returns the file of a part of the only index. */
  private Path part(String name) throws IOException {
    return indexes().get(0).resolve(name);
  }

  private String someObject() {
    return CommandLineRun.of("objects", "--no-index", "--short", "--live", dump.toString())
        .out()
        .lines()
        .skip(300)
        .findFirst()
        .orElseThrow();
  }

  private CommandLineRun answerWithIndex() {
    return CommandLineRun.of(
        "dominators", "--no-exe", "--index-dir", indexDirectory, dump.toString());
  }

  private CommandLineRun answerWithoutIndex() {
    return CommandLineRun.of("dominators", "--no-exe", "--no-index", dump.toString());
  }

  private List<Path> indexes() throws IOException {
    return indexes(Path.of(indexDirectory));
  }

  private static List<Path> indexes(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".index")).toList();
    }
  }

  @Test
  void an_index_is_built_listed_verified_and_deleted() throws IOException {
    assertThat(index(dump.toString()).out()).contains("current").contains("heap.dump");
    JsonNode list = new ObjectMapper().readTree(index("--list", "--format", "json").out());
    assertThat(list.at("/indexes/0/state").asText()).isEqualTo("current");
    assertThat(list.at("/indexes/0/dump").asText()).isEqualTo(dump.toRealPath().toString());
    assertThat(index("--verify").exitCode()).isZero();
    assertThat(index("--clear").out())
        .contains("deleted")
        .contains("deleted from " + indexDirectory)
        .doesNotContain(" in " + indexDirectory);
    assertThat(indexes()).isEmpty();
    assertThat(index("--list").out()).startsWith("no index in ");
  }

  @Test
  void the_index_of_a_deleted_dump_is_listed_and_deleted_by_the_name_of_the_dump()
      throws IOException {
    dump = dump.toRealPath();
    index(dump.toString());
    Files.delete(dump);
    assertThat(index("--list", dump.toString()).out()).contains("its dump is gone");
    assertThat(index("--clear", dump.toString()).out()).contains("deleted");
    assertThat(indexes()).isEmpty();
    CommandLineRun run = index(dump.toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("godump: " + dump + ": no such file\n");
  }

  @Test
  void a_directory_in_the_place_of_a_part_is_replaced_and_does_not_hang() throws Exception {
    index(dump.toString());
    Path graph = part("graph");
    Files.delete(graph);
    Files.createDirectory(graph);
    assertThat(index("--list").exitCode()).isLessThan(4);
    CommandLineRun run = answerWithIndex();
    assertThat(run.out()).isEqualTo(answerWithoutIndex().out());
    assertThat(run.err()).contains("is not used: it is not a regular file").hasLineCount(1);
    assertThat(answerWithIndex()).isEqualTo(answerWithoutIndex());
  }

  @Test
  void a_link_in_the_place_of_an_index_is_not_followed() throws Exception {
    index(dump.toString());
    Path index = indexes().get(0);
    Path elsewhere = Files.move(index, directory.resolve("elsewhere"));
    Files.createSymbolicLink(index, elsewhere);
    CommandLineRun run = answerWithIndex();
    assertThat(run.out()).isEqualTo(answerWithoutIndex().out());
    assertThat(run.err()).contains("is not used: it is not a directory").hasLineCount(1);
    assertThat(elsewhere.resolve("graph")).exists();
  }

  @Test
  void an_index_in_one_file_from_an_older_godump_is_replaced() throws Exception {
    index(dump.toString());
    Path index = indexes().get(0);
    index("--clear");
    Files.writeString(index, "godumpIX");
    CommandLineRun run = answerWithIndex();
    assertThat(run.out()).isEqualTo(answerWithoutIndex().out());
    assertThat(run.err()).contains("is not used: another godump wrote it").hasLineCount(1);
    assertThat(index.resolve("dominators")).isRegularFile();
  }

  @Test
  void a_command_adds_the_parts_that_it_needs() throws IOException {
    index(dump.toString());
    for (String name : List.of("dominators", "referrers", "distances", "types")) {
      Files.delete(part(name));
    }
    assertThat(answerWithIndex()).isEqualTo(answerWithoutIndex());
    assertThat(part("dominators")).exists();
    assertThat(part("distances")).doesNotExist();
    String object = someObject();
    CommandLineRun.of("retainers", "--index-dir", indexDirectory, object, dump.toString());
    assertThat(part("distances")).exists();
    assertThat(part("referrers")).exists();
  }

  @Test
  void max_size_limits_all_indexes_together() throws IOException {
    index(dump.toString());
    assertThat(index("--max-size", "1GB").out()).contains("current").doesNotContain("deleted");
    assertThat(indexes()).hasSize(1);
    assertThat(index("--max-size", "1").out()).contains("deleted");
    assertThat(indexes()).isEmpty();
  }

  @Test
  void small_dumps_and_standard_input_have_no_index_by_themselves() throws IOException {
    answerWithIndex();
    String packed = "testdata/go1.24/leak.dump.gz";
    CommandLineRun.of("params", "--index-dir", indexDirectory, packed);
    CommandLineRun.withInput(
        Files.readAllBytes(dump), "params", "--index-dir", indexDirectory, "-");
    assertThat(indexes()).isEmpty();
    index("-").assertFails(2, "standard input and pipes have no index");
    assertThat(index(packed).out()).contains("current");
    assertThat(indexes()).hasSize(1);
  }

  @Test
  void the_first_command_on_a_large_dump_writes_an_index_and_the_next_reads_it()
      throws IOException {
    StringBuilder text = new StringBuilder("root -> n0:16384");
    for (int i = 1; i < 1100; i++) {
      text.append(", n").append(i - 1).append(" -> n").append(i).append(":16384");
    }
    dump = Files.write(directory.resolve("large.dump"), TinyHeap.of(text.toString()).bytes());
    assertThat(answerWithoutIndex().exitCode()).isZero();
    assertThat(indexes()).isEmpty();
    CommandLineRun first = answerWithIndex();
    assertThat(indexes()).hasSize(1);
    assertThat(index("--list").out()).contains("current");
    assertThat(answerWithIndex()).isEqualTo(first).isEqualTo(answerWithoutIndex());
  }

  @Test
  void an_outdated_index_is_replaced_with_one_line_of_notice() throws IOException {
    index(dump.toString());
    Files.write(dump, RealDump.of("go1.22/leak").bytes());
    assertThat(index("--list").out()).contains("outdated");
    CommandLineRun run = answerWithIndex();
    assertThat(run.out()).isEqualTo(answerWithoutIndex().out());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("is not used").hasLineCount(1);
    assertThat(index("--list").out()).contains("current");
    assertThat(answerWithIndex()).isEqualTo(answerWithoutIndex());
  }

  @Test
  void another_programs_executable_does_not_replace_the_index() throws IOException {
    Files.write(dump, RealDump.of("go1.24/types").bytes());
    index("--exe", "testdata/go1.24/types.program.zst", dump.toString());
    String[] asked = {
      "objects",
      "--index-dir",
      indexDirectory,
      "--type",
      "main.Service",
      "--format",
      "csv",
      dump.toString()
    };
    CommandLineRun right = CommandLineRun.of(asked);
    assertThat(right.out()).contains("main.Service");
    CommandLineRun wrong =
        CommandLineRun.of(
            Stream.concat(Stream.of(asked), Stream.of("--exe", "testdata/go1.19/types.program.zst"))
                .toArray(String[]::new));
    assertThat(wrong.out()).doesNotContain("main.Service");
    assertThat(wrong.err()).contains("it is not the program that wrote the dump");
    assertThat(CommandLineRun.of(asked)).isEqualTo(right);
  }

  @Test
  void a_truncated_index_or_any_other_file_is_replaced_with_one_line_of_notice()
      throws IOException {
    index(dump.toString());
    byte[] whole = Files.readAllBytes(part("dominators"));
    for (byte[] bytes :
        List.of(
            Arrays.copyOf(whole, whole.length / 2),
            new byte[0],
            new byte[5000],
            Files.readAllBytes(dump))) {
      Files.write(part("dominators"), bytes);
      assertThat(index("--verify").exitCode()).isEqualTo(3);
      CommandLineRun run = answerWithIndex();
      assertThat(run.out()).isEqualTo(answerWithoutIndex().out());
      assertThat(run.err()).contains("is not used").hasLineCount(1);
      assertThat(answerWithIndex()).isEqualTo(answerWithoutIndex());
    }
  }

  @Test
  void a_damaged_byte_never_makes_an_answer_wrong() throws IOException {
    index(dump.toString());
    Map<Path, byte[]> whole = new TreeMap<>();
    try (Stream<Path> parts = Files.list(indexes().get(0))) {
      for (Path part : parts.toList()) {
        whole.put(part, Files.readAllBytes(part));
      }
    }
    String object = someObject();
    List<String> lines =
        List.of(
            "dominators",
            "retainers " + object,
            "object " + object,
            "histogram",
            "summary",
            "leaks --threshold 2");
    List<CommandLineRun> right =
        lines.stream()
            .map(line -> CommandLineRun.of((line + " --no-exe --no-index " + dump).split(" ")))
            .toList();
    Random random = new Random(5);
    int noticed = 0;
    for (int i = 0; i < 60; i++) {
      Path part = List.copyOf(whole.keySet()).get(random.nextInt(whole.size()));
      byte[] damaged = whole.get(part).clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      for (Map.Entry<Path, byte[]> each : whole.entrySet()) {
        Files.write(each.getKey(), each.getKey().equals(part) ? damaged : each.getValue());
      }
      int which = i % lines.size();
      CommandLineRun run =
          CommandLineRun.of(
              (lines.get(which) + " --no-exe --index-dir " + indexDirectory + " " + dump)
                  .split(" "));
      assertThat(run.out()).as(lines.get(which)).isEqualTo(right.get(which).out());
      assertThat(run.exitCode()).isEqualTo(right.get(which).exitCode());
      noticed += run.err().isEmpty() ? 0 : 1;
    }
    assertThat(noticed).isBetween(10, 59);
  }

  @Test
  void an_unwritable_directory_is_reported_in_one_line() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    CommandLineRun run =
        CommandLineRun.of("index", "--index-dir", file.toString(), dump.toString());
    run.assertFails(3, "is a file, not a directory");
  }

  @Test
  void a_closed_pipe_is_not_an_error() {
    index(dump.toString());
    assertThat(
            CommandLineRun.withFailingOutput(
                "Broken pipe",
                "dominators",
                "--no-exe",
                "--index-dir",
                indexDirectory,
                dump.toString()))
        .isEqualTo(new CommandLineRun(0, "", ""));
  }

  @Test
  void concurrent_commands_write_one_valid_index() throws IOException {
    IntStream.range(0, 6)
        .parallel()
        .forEach(i -> assertThat(index(dump.toString()).exitCode()).isZero());
    assertThat(indexes()).hasSize(1);
    assertThat(index("--verify").exitCode()).isZero();
    assertThat(answerWithIndex()).isEqualTo(answerWithoutIndex());
  }

  /**
   * Kills commands that index many dumps, after they have written their first index: so nearly
   * every kill interrupts the writing of another.
   */
  @Test
  void a_killed_godump_leaves_no_invalid_index() throws Exception {
    String expected = answerWithoutIndex().out();
    List<String> dumps = new ArrayList<>();
    for (int i = 0; i < DUMPS; i++) {
      dumps.add(Files.createLink(directory.resolve("heap" + i + ".dump"), dump).toString());
    }
    List<Long> delays = new Random(3).longs(KILLS, 0, MAX_DELAY_NANOS).boxed().toList();
    IntStream.range(0, KILLS)
        .parallel()
        .forEach(
            i -> {
              Path indexes = directory.resolve("killed" + i);
              int written = endIndexer(indexes, dumps, delays.get(i), Process::destroyForcibly);
              for (int number = written - 1; number <= Math.min(written, DUMPS - 1); number++) {
                CommandLineRun run =
                    CommandLineRun.of(
                        "dominators",
                        "--no-exe",
                        "--index-dir",
                        indexes.toString(),
                        dumps.get(number));
                assertThat(run).isEqualTo(new CommandLineRun(0, expected, ""));
              }
              assertThat(
                      CommandLineRun.of("index", "--index-dir", indexes.toString(), "--verify")
                          .exitCode())
                  .isZero();
              assertThat(unfinished(indexes)).as("deleted by a later godump").isEmpty();
            });
  }

  @Test
  void a_signal_that_ends_an_indexer_leaves_nothing_behind() throws IOException {
    List<String> dumps = new ArrayList<>();
    for (int i = 0; i < DUMPS; i++) {
      dumps.add(Files.createLink(directory.resolve("heap" + i + ".dump"), dump).toString());
    }
    for (long delay : new Random(4).longs(5, 0, MAX_DELAY_NANOS).toArray()) {
      Path indexes = directory.resolve("ended" + delay);
      endIndexer(indexes, dumps, delay, Process::destroy);
      assertThat(unfinished(indexes)).isEmpty();
    }
  }

  private static List<String> unfinished(Path indexes) {
    return Stream.of(requireNonNull(indexes.toFile().list()))
        .filter(name -> name.endsWith(".unfinished"))
        .toList();
  }

  /**
   * Runs a godump that writes indexes, one after the other, and ends it.
   *
   * @param delayNanos how long after its first index
   * @return how many indexes it has written
   */
  private int endIndexer(Path indexes, List<String> dumps, long delayNanos, Consumer<Process> end) {
    List<String> java =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");
    List<String> main =
        List.of("-cp", System.getProperty("java.class.path"), "dev.godump.cli.Main", "index");
    List<String> where = List.of("--index-dir", indexes.toString());
    try {
      Process process =
          new ProcessBuilder(Stream.of(java, main, where, dumps).flatMap(List::stream).toList())
              .redirectErrorStream(true)
              .redirectOutput(indexes.resolveSibling(indexes.getFileName() + ".out").toFile())
              .start();
      while (process.isAlive() && indexes(indexes).isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(2);
      }
      process.waitFor(delayNanos, TimeUnit.NANOSECONDS);
      end.accept(process);
      process.waitFor();
      return indexes(indexes).size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The unfinished file has the name of a complete index. */
  @Test
  void a_partly_written_index_is_not_used() throws IOException {
    index(dump.toString());
    byte[] whole = Files.readAllBytes(part("dominators"));
    String expected = answerWithoutIndex().out();
    Random random = new Random(4);
    for (int i = 0; i < 40; i++) {
      // some bytes and an empty header; every other time, also the header, and zeros in place of
      // the bytes that never reached the disk
      byte[] begun = Arrays.copyOf(whole, random.nextInt(whole.length));
      Arrays.fill(begun, 0, Math.min(begun.length, 32), (byte) 0);
      Files.write(part("dominators"), begun);
      if (i % 2 == 0) {
        try (RandomAccessFile file = new RandomAccessFile(part("dominators").toFile(), "rw")) {
          file.write(whole, 0, 32);
          file.setLength(whole.length);
        }
      }
      CommandLineRun run = answerWithIndex();
      assertThat(run.out()).isEqualTo(expected);
      assertThat(run.err()).hasLineCount(1);
    }
  }

  @Test
  void scratch_files_go_to_the_named_directory_of_indexes() throws IOException {
    Path dump = Files.write(directory.resolve("small.dump"), RealDump.of("go1.24/leak").bytes());
    Path kept = directory.resolve("not").resolve("yet");
    CommandLineRun inHeap =
        CommandLineRun.of("dominators", "--no-exe", "--no-index", dump.toString());
    CommandLineRun offHeap =
        CommandLineRun.of(
            "dominators",
            "--no-exe",
            "--no-index",
            "--off-heap",
            "--index-dir",
            kept.toString(),
            dump.toString());
    assertThat(offHeap.err()).isEmpty();
    assertThat(offHeap.out()).isEqualTo(inHeap.out());
    assertThat(kept).isEmptyDirectory();
  }
}
