package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import dev.godump.dump.RealDump;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed dumps give the answers of plain ones, and have an index as they have. */
class PackedDumpTest {
  private static final List<String> COMMANDS =
      List.of(
          "summary --format json",
          "leaks --threshold 1",
          "params",
          "dominators --min-percent 0.5",
          "histogram --top 0",
          "roots --all",
          "goroutines --all",
          "objects --sort retained --top 30",
          "strings",
          "waste",
          "memprof --top 0",
          "find --hex 00000001 --context 8",
          "finalizers",
          "types");

  @TempDir private Path directory;

  /** How a dump is compressed; all names have the same length, so that tables are equal. */
  private enum Packing {
    PLAIN,
    GZIP1,
    GZIP2,
    ZSTD1,
    ZSTD2;

    byte[] pack(byte[] dump) throws IOException {
      byte[] half = Arrays.copyOf(dump, dump.length / 2);
      byte[] rest = Arrays.copyOfRange(dump, half.length, dump.length);
      return switch (this) {
        case PLAIN -> dump;
        case GZIP1 -> gzip(dump);
        case GZIP2 -> join(gzip(half), gzip(rest));
        case ZSTD1 -> Zstd.compress(dump);
        case ZSTD2 -> join(Zstd.compress(half), Zstd.compress(rest));
      };
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(bytes);
      }
      return out.toByteArray();
    }

    private static byte[] join(byte[] one, byte[] other) {
      byte[] both = Arrays.copyOf(one, one.length + other.length);
      System.arraycopy(other, 0, both, one.length, other.length);
      return both;
    }
  }

  private Path write(Packing packing, byte[] bytes) throws IOException {
    Path folder = Files.createDirectories(directory.resolve(packing.name()));
    return Files.write(folder.resolve("heap.dump"), bytes);
  }

  private CommandLineRun run(String command, Path dump, String... options) {
    Stream<String> words = Arrays.stream(command.split(" "));
    return CommandLineRun.of(
        Stream.of(words, Arrays.stream(options), Stream.of(dump.toString()))
            .flatMap(all -> all)
            .toArray(String[]::new));
  }

  private CommandLineRun withIndex(String command, Path dump, String... options) {
    String[] all = Arrays.copyOf(options, options.length + 2);
    all[options.length] = "--index-dir";
    all[options.length + 1] = directory.resolve("kept").toString();
    return run(command, dump, all);
  }

  private Path part(String name) throws IOException {
    try (Stream<Path> indexes = Files.list(directory.resolve("kept"))) {
      return indexes.findFirst().orElseThrow().resolve(name);
    }
  }

  private static void assertSame(CommandLineRun run, CommandLineRun expected, Packing packing) {
    String plain = Packing.PLAIN.name();
    assertThat(run.out().replace(packing.name(), plain))
        .isEqualTo(expected.out().replace(packing.name(), plain));
    assertThat(run.err().replace(packing.name(), plain))
        .isEqualTo(expected.err().replace(packing.name(), plain));
    assertThat(run.exitCode()).isEqualTo(expected.exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"go1.19/types", "go1.24/leak_goroutines", "go1.27/waste"})
  void every_packing_gives_the_answers_of_the_plain_dump_with_and_without_index(String name)
      throws IOException {
    byte[] dump = RealDump.of(name).bytes();
    Path plain = write(Packing.PLAIN, dump);
    List<CommandLineRun> expected =
        COMMANDS.stream().map(command -> run(command, plain, "--no-index")).toList();
    for (Packing packing : Packing.values()) {
      Path file = write(packing, packing.pack(dump));
      assertThat(withIndex("index", file).exitCode()).isZero();
      for (int i = 0; i < COMMANDS.size(); i++) {
        assertSame(run(COMMANDS.get(i), file, "--no-index"), expected.get(i), packing);
        assertSame(withIndex(COMMANDS.get(i), file), expected.get(i), packing);
      }
      withIndex("index --clear", file);
    }
  }

  @Test
  void what_needs_no_bytes_of_objects_is_answered_without_unpacking() throws IOException {
    Path file = write(Packing.GZIP1, Packing.GZIP1.pack(RealDump.of("go1.24/leak").bytes()));
    withIndex("index", file);
    Files.delete(part("unpacked"));
    for (String command : List.of("summary", "dominators", "params", "histogram", "leaks")) {
      CommandLineRun known = withIndex(command, file, "--max-unpacked", "1");
      assertThat(known.err()).as(command).doesNotContain("unpacks to more");
      assertSame(known, run(command, file, "--no-index"), Packing.GZIP1);
    }
    assertThat(part("unpacked")).doesNotExist();
    CommandLineRun strings = withIndex("strings", file, "--max-unpacked", "1");
    assertThat(strings.err()).contains("it unpacks to more than 0 MiB");
  }

  @Test
  void what_reads_bytes_of_objects_unpacks_once() throws IOException {
    Path file = write(Packing.ZSTD1, Packing.ZSTD1.pack(RealDump.of("go1.24/leak").bytes()));
    withIndex("index", file);
    for (String command : List.of("strings", "find --hex 00000001", "waste")) {
      Files.deleteIfExists(part("unpacked"));
      CommandLineRun first = withIndex(command, file);
      assertThat(part("unpacked")).exists();
      CommandLineRun second = withIndex(command, file, "--max-unpacked", "1");
      assertSame(second, first, Packing.ZSTD1);
      assertSame(second, run(command, file, "--no-index"), Packing.ZSTD1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"strings", "find --hex 00000001", "waste"})
  void a_damaged_copy_is_not_believed(String command) throws IOException {
    Path file = write(Packing.GZIP1, Packing.GZIP1.pack(RealDump.of("go1.24/leak").bytes()));
    withIndex("index", file);
    try (RandomAccessFile copy = new RandomAccessFile(part("unpacked").toFile(), "rw")) {
      copy.seek(copy.length() / 2);
      int b = copy.read();
      copy.seek(copy.length() / 2);
      copy.write(b ^ 1);
    }
    CommandLineRun run = withIndex(command, file);
    assertThat(run.out()).isEqualTo(run(command, file, "--no-index").out());
    assertThat(run.err()).contains("is not used: section bytes is not what was written");
    assertThat(withIndex("index --verify", file).exitCode()).isZero();
  }

  @Test
  void a_copy_that_does_not_fit_is_not_kept() throws IOException {
    byte[] dump = RealDump.of("go1.24/leak").bytes();
    Path file = write(Packing.GZIP1, Packing.GZIP1.pack(dump));
    withIndex("index --max-size " + dump.length, file);
    assertThat(part("graph")).exists();
    assertThat(part("unpacked")).doesNotExist();
  }

  @Test
  void a_copy_of_another_dump_is_not_used() throws IOException {
    Path file = write(Packing.GZIP1, Packing.GZIP1.pack(RealDump.of("go1.24/leak").bytes()));
    withIndex("index", file);
    write(Packing.GZIP1, Packing.GZIP1.pack(RealDump.of("go1.24/shapes").bytes()));
    CommandLineRun run = withIndex("strings", file);
    assertThat(run.out()).isEqualTo(run("strings", file, "--no-index").out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GZIP1", "ZSTD2"})
  void what_is_whole_of_a_cut_file_is_answered_from_its_index(Packing packing) throws IOException {
    byte[] packed = packing.pack(RealDump.of("go1.24/leak").bytes());
    Path file = write(packing, Arrays.copyOf(packed, packed.length * 4 / 5));
    withIndex("index", file);
    assertThat(part("graph")).exists();
    for (String command : List.of("summary", "objects --top 3", "strings", "find --hex 000001")) {
      CommandLineRun expected = run(command, file, "--no-index");
      assertThat(expected.exitCode()).isEqualTo(3);
      assertSame(withIndex(command, file), expected, packing);
    }
  }
}
