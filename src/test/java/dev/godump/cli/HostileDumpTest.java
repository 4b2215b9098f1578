package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.DumpWriter;
import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.RecordKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps that no Go writes: sizes that can't be, names that are made to harm. */
class HostileDumpTest {
  private static final long OBJECT = 0xc000000000L;

  /** Work in proportion to the square of these names takes many minutes. */
  private static final int LONG = 100_000;

  @TempDir private Path directory;

  private Path file(DumpWriter dump) throws IOException {
    return Files.write(directory.resolve("hostile.dump"), dump.finish());
  }

  private static CommandLineRun run(Path dump, String... args) {
    String[] all = Arrays.copyOf(args, args.length + 1);
    all[args.length] = dump.toString();
    CommandLineRun run = CommandLineRun.of(all);
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out() + run.err()).doesNotContainPattern("[\\x00-\\x09\\x0b-\\x1f\\x7f]");
    return run;
  }

  @Test
  void counters_of_2_to_the_63_and_more_are_shown_unsigned() throws IOException {
    long[] stats = new long[MemStats.COUNT];
    Arrays.fill(stats, Long.MIN_VALUE);
    Path dump =
        file(
            DumpWriter.go("go1.24.0")
                .type(new DumpRecord.Type(0x500000, Long.MIN_VALUE, "main.Huge", true))
                .memStats(stats)
                .memProf(
                    new DumpRecord.MemProf(
                        1, -1, List.of(new DumpRecord.StackEntry("main.f", "f.go", -1)), -1, 0)));
    assertThat(run(dump, "memstats", "--no-index").out())
        .contains("8.0 EiB", "9,223,372,036,854,775,808")
        .doesNotContain(" -");
    assertThat(run(dump, "summary", "--no-index").out()).contains("8.0 EiB from the OS");
    assertThat(run(dump, "types", "--no-index").out()).contains("8.0 EiB");
    assertThat(run(dump, "types", "--no-index", "--format", "csv").out())
        .contains("0x500000,9223372036854775808,main.Huge");
    assertThat(run(dump, "memprof", "--no-index").out()).contains("f.go:18446744073709551615");
    JsonNode json =
        new ObjectMapper().readTree(run(dump, "memstats", "--json", "--no-index").out());
    assertThat(json.at("/memstats/PauseNs/0").bigIntegerValue()).isPositive();
  }

  @Test
  void an_object_of_8_TiB_or_more_is_left_out_and_counted() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.0").object(OBJECT + 64, 64);
    // the writer of Go cuts lengths to 32 bits, so that these have no bytes in the file
    for (long size : new long[] {1L << 43, 1L << 52, 1L << 63, 7L << 40, 7L << 40}) {
      dump.tag(RecordKind.OBJECT).uvarint(OBJECT + 4096).uvarint(size).uvarint(0);
    }
    Path file = file(dump);
    assertThat(run(file, "dominators", "--no-index").err())
        .contains("object records with an impossible address or size, left out: 4");
    assertThat(run(file, "leaks", "--no-index").exitCode()).isZero();
  }

  @Test
  void a_compressed_file_unpacks_to_its_limit() throws IOException {
    Path bomb = directory.resolve("bomb.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
      out.write(DumpWriter.go("go1.24.0").object(OBJECT, 4 << 20).finish());
    }
    CommandLineRun.of("summary", "--max-unpacked", "1MiB", bomb.toString())
        .assertFails(3, "it unpacks to more than 1 MiB; if it is a dump, --max-unpacked SIZE");
    run(bomb, "summary", "--max-unpacked", "8MiB");
  }

  static List<String> names() {
    return List.of(
        "[]".repeat(LONG) + "int",
        "(".repeat(LONG) + ")".repeat(LONG),
        "(/a".repeat(LONG) + "/b.go:1",
        "a/".repeat(LONG) + "b.T",
        "a.".repeat(LONG),
        "x".repeat(LONG),
        "\u001b[2J".repeat(LONG),
        "map[".repeat(LONG),
        "struct { ".repeat(LONG),
        "bucket<".repeat(LONG) + ">".repeat(LONG),
        "[go.shape.".repeat(LONG) + "]".repeat(LONG));
  }

  @ParameterizedTest
  @MethodSource("names")
  void a_long_name_costs_linear_time(String name) throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.0");
    dump.type(new DumpRecord.Type(0x500000, 8, name, true)).itab(0x510000, 0x500000);
    dump.object(OBJECT, dump.memory(16).pointer(8, OBJECT + 64).word(0, 0x510000));
    dump.object(OBJECT + 64, 8);
    dump.goroutine(1, name).frame(name, dump.memory(8).pointer(0, OBJECT));
    dump.otherRoot(name, OBJECT);
    dump.memStats(2);
    dump.memProf(
        new DumpRecord.MemProf(1, 16, List.of(new DumpRecord.StackEntry(name, name, 1)), 1, 0));
    Path file = file(dump.allocSample(OBJECT, 1));
    String out = directory.resolve("export").toString();
    assertTimeoutPreemptively(
        Duration.ofMinutes(2),
        () -> {
          run(file, "summary", "--no-index");
          run(file, "types", "--no-index");
          run(file, "objects", "--no-index");
          run(file, "histogram", "--no-index", "--by", "package");
          run(file, "goroutines", "--no-index");
          run(file, "roots", "--all", "--no-index");
          run(file, "memprof", "--no-index");
          run(file, "leaks", "--no-index");
          run(file, "records");
          run(file, "retainers", "--no-index", "0xc000000040");
          for (String format : List.of("dot", "pprof", "hprof", "heapsnapshot", "jsonl")) {
            run(file, "export", format, "--no-index", "-o", out);
          }
        });
  }

  @Test
  void an_export_escapes_its_warnings() throws IOException {
    Path dump =
        file(
            DumpWriter.go("go1.24.0")
                .params(
                    new DumpRecord.Params(
                        false, 8, OBJECT, OBJECT, "\u001b]0;owned\u0007", "go1.24.0", 1))
                .object(OBJECT + 4, 64));
    String out = directory.resolve("export").toString();
    assertThat(run(dump, "export", "jsonl", "--no-index", "-o", out).err()).contains("impossible");
  }

  @Test
  void a_name_that_is_a_formula_to_a_spreadsheet_is_inert_in_csv() throws IOException {
    Path dump =
        file(
            DumpWriter.go("go1.24.0")
                .type(new DumpRecord.Type(0x500000, 8, "=cmd|'/c calc'!A1", true))
                .type(new DumpRecord.Type(0x500100, 8, "@SUM(A1,A2)", true)));
    assertThat(run(dump, "types", "--no-index", "--format", "csv").out())
        .isEqualTo(
            """
            address,size,name
            0x500000,8,'=cmd|'/c calc'!A1
            0x500100,8,"'@SUM(A1,A2)"
            """);
  }

  @Test
  void an_export_to_hprof_has_only_the_bytes_that_the_file_has() throws IOException {
    DumpWriter dump = DumpWriter.go("go1.24.0");
    dump.tag(RecordKind.OBJECT).uvarint(OBJECT).uvarint(1L << 32).uvarint(0);
    dump.tag(RecordKind.OBJECT).uvarint(OBJECT + (1L << 33)).uvarint(1L << 32);
    dump.uvarint(1).uvarint(8).uvarint(0);
    dump.bss(0x600000, dump.memory(16).pointers(OBJECT, OBJECT + (1L << 33)));
    Path out = directory.resolve("out.hprof");
    for (String redact : List.of("--redact", "--debug")) {
      run(file(dump), "export", "hprof", redact, "--no-index", "-o", out.toString());
      assertThat(out).isRegularFile();
      assertThat(Files.size(out)).isLessThan(10_000);
    }
  }
}
