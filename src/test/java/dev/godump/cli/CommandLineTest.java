package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.dump.TinyHeap;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final String DUMP = "testdata/go1.24/garbage.dump.gz";

  /** The message of Java's exception when the reader of a pipe has closed it. */
  private static final String BROKEN_PIPE = "Broken pipe";

  @TempDir private Path directory;

  private static byte[] unpacked(String dump) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of(dump)))) {
      return in.readAllBytes();
    }
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    return new ObjectMapper().readTree(run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "summary --help",
        "completion bash",
        "help",
        "summary " + DUMP,
        "summary --format json " + DUMP,
        "histogram --format csv " + DUMP,
        "histogram --format markdown " + DUMP,
        "records " + DUMP,
        "export jsonl -o - " + DUMP,
        "export dot -o - " + DUMP
      })
  void an_answer_that_can_not_be_written_is_an_error(String line) {
    CommandLineRun.withFailingOutput("No space left on device", line.split(" "))
        .assertFails(3, "can't write the answer: No space left on device");
  }

  @Test
  void a_dump_that_is_cut_while_it_is_read_is_named() throws IOException {
    Path dump = directory.resolve("heap.dump");
    StringJoiner objects = new StringJoiner(", ").add("root -> n0");
    for (int i = 0; i < 3000; i++) {
      objects.add("n" + i + ":4096");
    }
    Files.write(dump, TinyHeap.of(objects.toString()).bytes());
    OutputStream cutting =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            try (FileChannel file = FileChannel.open(dump, StandardOpenOption.WRITE)) {
              file.truncate(5000);
            }
          }
        };
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams = new Streams(InputStream.nullInputStream(), cutting, err, false, false);
    assertThat(Main.run(streams, "records", dump.toString())).isEqualTo(3);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("godump: " + dump + ": ")
        .contains("while it was read")
        .doesNotContain("disk full")
        .hasLineCount(1);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void an_index_directory_that_can_not_be_made_is_not_a_fault_of_the_dump() throws IOException {
    String dump = Files.write(directory.resolve("heap.dump"), unpacked(DUMP)).toString();
    CommandLineRun.of("index", "--index-dir", "/proc/nothing", dump)
        .assertFails(3, "/proc/nothing");
    assertThat(CommandLineRun.of("index", "--index-dir", "/proc/nothing", dump).err())
        .doesNotContain("permission to read");
    String program = "testdata/go1.24/types.program.zst";
    Files.write(Path.of(dump), unpacked("testdata/go1.24/types.dump.gz"));
    CommandLineRun answer =
        CommandLineRun.of("types", "--index-dir", "/proc/nothing", "--exe", program, dump);
    assertThat(answer.exitCode()).isZero();
    assertThat(answer.err())
        .startsWith("godump: no index was written to /proc/nothing: ")
        .hasLineCount(1);
    assertThat(answer.out())
        .isEqualTo(CommandLineRun.of("types", "--no-index", "--exe", program, dump).out());
  }

  @Test
  void a_dump_is_read_from_standard_input() throws IOException {
    CommandLineRun piped =
        CommandLineRun.withInput(unpacked(DUMP), "summary", "--format", "json", "-");
    assertThat(piped.exitCode()).isZero();
    assertThat(json(piped).at("/heap"))
        .isEqualTo(json(CommandLineRun.of("summary", "--format", "json", DUMP)).at("/heap"));
  }

  @Test
  void a_compressed_dump_is_read_from_standard_input() throws IOException {
    CommandLineRun piped =
        CommandLineRun.withInput(Files.readAllBytes(Path.of(DUMP)), "params", "-");
    assertThat(piped.exitCode()).isZero();
    assertThat(piped.out()).contains("go1.24");
  }

  @Test
  void a_truncated_dump_gives_an_answer_from_its_whole_records_a_warning_and_exit_code_3()
      throws IOException {
    byte[] whole = unpacked(DUMP);
    CommandLineRun run =
        CommandLineRun.withInput(Arrays.copyOf(whole, 60_000), "summary", "--format", "json", "-");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .startsWith("godump: warning: the file ends at byte 60000")
        .hasLineCount(1);
    JsonNode answer = json(run);
    assertThat(answer.get("complete").asBoolean()).isFalse();
    assertThat(answer.at("/heap/objects").asInt()).isPositive();
    assertThat(answer.at("/heap/live_objects").isNull()).isTrue();
    assertThat(answer.get("warnings")).hasSize(1);
  }

  @Test
  void liveness_is_unknown_in_every_view_of_a_dump_cut_before_its_roots() {
    String crash = "testdata/corpus/go1.27/crash.dump.gz";
    assertThat(CommandLineRun.of("summary", crash).out())
        .contains("unknown")
        .doesNotContain("garbage");
    CommandLineRun objects = CommandLineRun.of("objects", "--format", "csv", "--top", "1", crash);
    assertThat(objects.out().lines().skip(1).findFirst().orElseThrow())
        .matches("0x\\p{XDigit}+,\\d+,,.*");
    CommandLineRun merged = CommandLineRun.of("retainers", "--shape", "noptr", crash);
    merged.assertFails(3, "truncated before its roots");
    String someObject = CommandLineRun.of("objects", "--short", "--top", "1", crash).out().strip();
    assertThat(CommandLineRun.of("retainers", someObject, crash).out())
        .contains("unknown")
        .doesNotContain("retains");
    CommandLineRun dead = CommandLineRun.of("objects", "--dead", crash);
    assertThat(dead.out()).isEmpty();
    dead.assertFails(3, "truncated before its roots");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "summary",
        "summary a b",
        "nonsense",
        "summary --nonsense " + DUMP,
        "retainers " + DUMP,
        "retainers 0xzz " + DUMP,
        "retainers 0x10 " + DUMP,
        "retainers --type x 0x10 " + DUMP,
        "retainers --type x",
        "retainers --type x --shape y " + DUMP,
        "retainers --type /(/ " + DUMP,
        "retainers --type main.NoSuchType " + DUMP,
        "objects --type /main.NoSuchType/ " + DUMP,
        "histogram --type main.NoSuchType " + DUMP,
        "histogram --by size --package main " + DUMP,
        "retainers --type x --exclude ( " + DUMP,
        "retainers --type runtime.g --min-percent 101 " + DUMP,
        "retainers --type runtime.g --format csv " + DUMP,
        "retainers 0x10 " + DUMP + " more",
        "retainers --top -1 0x10 " + DUMP,
        "objects --live --dead " + DUMP,
        "objects --min-size 12parsec " + DUMP,
        "objects --top -1 " + DUMP,
        "histogram --top -3 " + DUMP,
        "leaks --threshold 0 " + DUMP,
        "leaks --threshold much " + DUMP,
        "roots --goroutine 99999 " + DUMP,
        "goroutines --id 99999 " + DUMP,
        "goroutines --function ( " + DUMP,
        "roots --kind nonsense " + DUMP,
        "dominators zz " + DUMP,
        "dominators 0x10 " + DUMP,
        "dominators 0x10 20 " + DUMP,
        "types a b " + DUMP,
        "records --kind nonsense " + DUMP,
        "summary --format csv " + DUMP,
        "summary --format xml " + DUMP,
        "diff " + DUMP,
        "diff - -",
        "diff --top -1 " + DUMP + " " + DUMP,
        "diff --by nonsense " + DUMP + " " + DUMP,
        "diff --fail-on-growth much " + DUMP + " " + DUMP,
        "diff --fail-on-growth =10MB " + DUMP + " " + DUMP,
        "diff --fail-on-growth main.Session= " + DUMP + " " + DUMP,
        "diff --fail-on-goroutines many " + DUMP + " " + DUMP,
        "diff --fail-on-goroutines -1 " + DUMP + " " + DUMP,
        "what-if " + DUMP,
        "what-if --cut 0x10 " + DUMP,
        "what-if --top -1 --cut-goroutine 1 " + DUMP,
        "what-if --cut-global bss+0x1 " + DUMP,
        "what-if --cut-global main.sessions " + DUMP,
        "what-if --cut-goroutine 99999 " + DUMP,
        "what-if --cut-type NoSuchType " + DUMP,
        "what-if --cut-type /(/ " + DUMP,
        "dominators --depth 401 " + DUMP,
        "dominators --depth 0 " + DUMP,
        "retainers --depth -1 0xc000000000 " + DUMP,
        "completion fish"
      })
  void wrong_usage_writes_one_line_and_exits_with_2(String line) {
    CommandLineRun run = CommandLineRun.of(line.split(" "));
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("godump: ").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "testdata",
        "testdata/no-such-file",
        "testdata/README.md",
        "testdata/corpus/go1.4/basic.dump.gz"
      })
  void unreadable_input_writes_one_line_and_exits_with_3(String file) {
    CommandLineRun run = CommandLineRun.of("summary", file);
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("godump: " + file + ": ").hasLineCount(1);
  }

  @Test
  void a_closed_pipe_is_not_an_error() {
    for (String format : List.of("text", "csv", "json")) {
      assertThat(CommandLineRun.withFailingOutput(BROKEN_PIPE, "objects", "--format", format, DUMP))
          .isEqualTo(new CommandLineRun(0, "", ""));
    }
  }

  @Test
  void an_answer_that_cannot_be_written_is_an_error() {
    CommandLineRun.withFailingOutput("No space left on device", "objects", DUMP)
        .assertFails(3, "No space left on device");
  }

  @Test
  void text_has_colours_only_on_terminals_or_on_request() {
    assertThat(CommandLineRun.of("histogram", DUMP).out()).doesNotContain("\u001b");
    assertThat(CommandLineRun.of("histogram", "--color", "always", DUMP).out())
        .contains("\u001b[1m");
    assertThat(CommandLineRun.of("histogram", "--format", "csv", "--color", "always", DUMP).out())
        .doesNotContain("\u001b");
  }

  @Test
  void the_help_of_every_command_has_an_example() {
    CommandLineRun help = CommandLineRun.of("--help");
    List<String> commands =
        help.out()
            .lines()
            .filter(line -> line.matches("  [a-z-]+  +\\S.*"))
            .map(line -> line.trim().split(" ", -1)[0])
            .toList();
    assertThat(commands).hasSize(33);
    for (String command : commands) {
      if (!command.equals("help")) {
        CommandLineRun run = CommandLineRun.of(command, "--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("Example").contains("godump " + command);
        assertThat(run.out().lines().mapToInt(String::length).max().orElse(0))
            .isLessThanOrEqualTo(100);
      }
    }
  }

  @Test
  void timings_go_to_standard_error_and_do_not_change_the_answer() {
    CommandLineRun plain = CommandLineRun.of("dominators", DUMP);
    CommandLineRun timed = CommandLineRun.of("dominators", "--timings", "--no-exe", DUMP);
    assertThat(timed.out()).isEqualTo(plain.out());
    assertThat(timed.err()).startsWith("  WALL s   CPU s  WHERE\n").contains("  the command\n");
    assertThat(timed.err().lines().skip(1))
        .allMatch(line -> line.matches(" +\\d+\\.\\d{3} +\\d+\\.\\d{3}  .*"));
    assertThat(
            CommandLineRun.of("summary", "--timings", "--no-exe", "testdata/no-such-file")
                .exitCode())
        .isEqualTo(3);
  }

  @Test
  void the_version_comes_from_the_build() {
    assertThat(CommandLineRun.of("--version").out()).matches("godump \\d+\\.\\d+\\.\\d+\n");
  }

  @Test
  void completion_contains_all_commands() {
    assertThat(CommandLineRun.of("completion", "bash").out())
        .contains("retainers")
        .contains("--min-size");
    assertThat(CommandLineRun.of("completion", "zsh").out()).startsWith("autoload -U +X compinit");
  }

  @Test
  void json_has_the_documented_names() throws IOException {
    JsonNode summary = json(CommandLineRun.of("summary", "--format", "json", DUMP));
    assertThat(summary.get("heap").fieldNames())
        .toIterable()
        .contains("objects", "phantoms", "bytes", "live_objects", "live_bytes", "edges");
    assertThat(summary.get("params").fieldNames())
        .toIterable()
        .contains(
            "go_version", "go_version_inferred", "arch", "pointer_size", "big_endian", "cpus");
    assertThat(summary.at("/goroutines/count").asInt()).isPositive();
    assertThat(summary.at("/goroutines/by_state").size()).isPositive();
    assertThat(summary.at("/records/object").asInt()).isPositive();
    assertThat(summary.get("complete").asBoolean()).isTrue();
    assertThat(summary.get("warnings")).isEmpty();

    String address =
        CommandLineRun.of("objects", "--live", "--short", "--top", "3", DUMP)
            .out()
            .lines()
            .toList()
            .get(2);
    JsonNode object = json(CommandLineRun.of("object", "--format", "json", address, DUMP));
    assertThat(object.get("address").asText()).isEqualTo(address);
    assertThat(object.fieldNames())
        .toIterable()
        .contains("size", "live", "distance", "referrers", "references", "retained", "dominator");
    JsonNode dominators = json(CommandLineRun.of("dominators", "--format", "json", DUMP));
    assertThat(dominators.at("/nodes/0").fieldNames())
        .toIterable()
        .contains("address", "size", "retained", "children");
    JsonNode leaks =
        json(CommandLineRun.of("leaks", "--format", "json", "testdata/go1.24/leak_list.dump.gz"));
    assertThat(leaks.at("/suspects/0").fieldNames())
        .toIterable()
        .contains("kind", "retained", "objects", "accumulation_point", "path");
    JsonNode retainers = json(CommandLineRun.of("retainers", "--format", "json", address, DUMP));
    assertThat(retainers.at("/object/address").asText()).isEqualTo(address);
    assertThat(retainers.at("/path/0").has("root")).isTrue();
    assertThat(retainers.get("path")).hasSize(object.get("distance").asInt() + 1);
    assertThat(retainers.get("referrers").isArray()).isTrue();
    assertThat(retainers.get("retained").asLong())
        .isGreaterThanOrEqualTo(object.get("size").asLong());
    assertThat(retainers.get("dominator").asText()).matches("root|0x\\p{XDigit}+");
    assertThat(retainers.get("dominators").isArray()).isTrue();

    JsonNode merged =
        json(CommandLineRun.of("retainers", "--format", "json", "--shape", "noptr", DUMP));
    assertThat(merged.fieldNames())
        .toIterable()
        .contains("class", "objects", "bytes", "garbage", "tree");
    assertThat(merged.at("/tree/0").fieldNames())
        .toIterable()
        .contains(
            "label",
            "holder",
            "address",
            "count",
            "bytes",
            "share",
            "distinct",
            "repeated",
            "children",
            "more");
    assertThat(merged.at("/tree/0/more").fieldNames())
        .toIterable()
        .contains("count", "bytes", "nodes");

    CommandLineRun csv = CommandLineRun.of("objects", "--format", "csv", "--top", "1", DUMP);
    assertThat(csv.out()).startsWith("address,size,live");
  }

  @Test
  void an_address_inside_an_object_finds_the_object() throws IOException {
    String address =
        CommandLineRun.of("objects", "--short", "--min-size", "64", "--top", "1", DUMP)
            .out()
            .strip();
    String inside = Long.toHexString(Long.parseUnsignedLong(address.substring(2), 16) + 9);
    JsonNode object = json(CommandLineRun.of("object", "--format", "json", inside, DUMP));
    assertThat(object.get("address").asText()).isEqualTo(address);
    assertThat(object.get("asked").asText()).isEqualTo("0x" + inside);
  }

  @Test
  void a_named_pipe_is_read_like_standard_input() throws Exception {
    Path pipe = directory.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    Assumptions.assumeTrue(mkfifo.waitFor() == 0);
    Thread writer =
        new Thread(
            () -> {
              try (OutputStream out = Files.newOutputStream(pipe)) {
                out.write(unpacked(DUMP));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();
    CommandLineRun run = CommandLineRun.of("params", pipe.toString());
    writer.join();
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void bytes_after_the_end_mark_are_reported() throws IOException {
    byte[] whole = unpacked(DUMP);
    byte[] longer = Arrays.copyOf(whole, whole.length + 7);
    Path file = Files.write(directory.resolve("longer.dump"), longer);
    CommandLineRun run = CommandLineRun.of("params", file.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).contains("bytes follow the dump's end mark");
  }
}
