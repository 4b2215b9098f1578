package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.dump.DumpWriter;
import dev.godump.dump.RealDump;
import dev.godump.format.DumpRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Checks the text of every command: lines fit the columns, and there is no control sequence for a
 * terminal in them.
 */
class WidthTest {
  private static final String DUMP = "testdata/go1.24/types.dump.gz";
  private static final String WITH = " --exe testdata/go1.24/types.program.zst ";

  @TempDir private static Path unpacked;

  /** The dump in a file of its own, which has an index: each command opens it quickly. */
  private static String dump = "";

  @BeforeAll
  static void index_the_dump() throws IOException {
    Path file = unpacked.resolve("types.dump");
    dump = Files.write(file, RealDump.of("go1.24/types").bytes()).toString();
    run("index --index-dir " + unpacked.resolve("kept") + WITH + dump, 100, false);
  }

  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

  private static final Pattern NEXT = Pattern.compile(" *[Nn]ext:? +godump .*");

  private static final List<String> COMMANDS =
      List.of(
          "summary",
          "leaks --threshold 0.5",
          "goroutines",
          "goroutines --all",
          "objects --top 1500",
          "histogram --top 0",
          "histogram --by root --top 0",
          "histogram --by shape --top 0",
          "histogram --by site",
          "strings --top 0",
          "waste --top 0",
          "dominators --min-percent 0.1 --depth 12",
          "roots",
          "roots --all",
          "types",
          "itabs",
          "memstats",
          "memprof",
          "finalizers",
          "threads",
          "params",
          "records --kind goroutine --kind frame --kind memprof",
          "retainers --min-percent 0 --type /./",
          "diff --top 0 " + DUMP);

  private static final List<String> TYPED =
      List.of(
          "goroutines --all --locals",
          "object --expand 4 main.global",
          "object main.instants",
          "retainers --depth 3 main.global",
          "types main.Service",
          "what-if --cut-global main.global --top 0");

  private static String run(String line, int columns, boolean terminal) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Streams streams =
        new Streams(new ByteArrayInputStream(new byte[0]), out, err, terminal, false, columns);
    int code = Main.run(streams, line.split(" +"));
    assertThat(code).as(line + ": " + err).isZero();
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void fits(String line, int columns) {
    String text = run(line, columns, false);
    assertThat(text).as(line).isNotEmpty();
    // commands to copy are not wrapped
    assertThat(
            text.lines().filter(each -> each.length() > columns && !NEXT.matcher(each).matches()))
        .as(line)
        .isEmpty();
    assertThat(text.chars().filter(c -> (c < ' ' && c != '\n') || (c >= 0x7f && c < 0xa0)))
        .as(line)
        .isEmpty();
  }

  /** Inserts the executable before all operands, and the dump after them. */
  private static String typed(String command) {
    String index = command.startsWith("records") ? " " : " --index-dir " + unpacked.resolve("kept");
    return (command + " ").replaceFirst(" ", Matcher.quoteReplacement(index + WITH)) + dump;
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100, 160})
  void no_line_is_wider_than_there_are_columns(int columns) {
    COMMANDS.forEach(command -> fits(typed(command), columns));
    TYPED.forEach(command -> fits(typed(command), columns));
  }

  @Test
  void a_terminal_gets_the_same_text_with_colours() {
    for (String command : COMMANDS) {
      String coloured = run(typed(command), 80, true);
      assertThat(COLOUR.matcher(coloured).replaceAll(""))
          .as(command)
          .isEqualTo(run(typed(command), 80, false));
    }
    assertThat(run(typed("summary"), 80, true)).containsPattern(COLOUR);
  }

  /** Makes a dump in which every name is long and contains control sequences for a terminal. */
  private static byte[] hostile() {
    String path = "github.com/" + "some-body/".repeat(9);
    String name =
        path
            + "a.\u001b[2J\u0007\u202eLong["
            + path
            + "b.K\u009b31m,map[string]"
            + path
            + "c.\r\nV]";
    DumpWriter writer = DumpWriter.go("go1.22.0");
    long type = 0x4a0000;
    writer.type(new DumpRecord.Type(type, 64, name, false)).itab(0x4b0000, type);
    writer.object(0xc000000000L, writer.memory(64).word(0, 0x4b0000).pointer(8, 0xc000000040L));
    writer.object(0xc000000040L, writer.memory(64).pointer(0, 0xc000000080L));
    writer.object(0xc000000080L, writer.memory(64));
    writer
        .goroutine(1, "chan \u001b[31mreceive")
        .frame(name, writer.memory(32).pointer(8, 0xc000000000L));
    writer.otherRoot(name, 0xc000000040L).finalizer(0xc000000080L, 0xc000000040L);
    return writer.bss(0x600000, writer.memory(64).pointer(16, 0xc000000000L)).memStats(3).finish();
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 100})
  void names_are_shortened_and_escaped_everywhere(int columns, @TempDir Path directory)
      throws IOException {
    String dump = Files.write(directory.resolve("heap.dump"), hostile()).toString();
    COMMANDS.stream()
        .filter(command -> !command.startsWith("diff"))
        .forEach(command -> fits(command + " " + dump, columns));
    for (String command : List.of("object --hex", "retainers --depth 3", "dominators")) {
      fits(command + " 0xc000000040 " + dump, columns);
    }
    fits("diff --all --top 0 " + DUMP + " " + dump, columns);
  }

  @Test
  void a_summary_fits_on_a_screen_of_40_lines() {
    assertThat(CommandLineRun.of("summary", DUMP).out().lines().count()).isLessThanOrEqualTo(40);
    assertThat(CommandLineRun.of(typed("summary").split(" ")).out().lines().count())
        .isLessThanOrEqualTo(40);
  }

  @ParameterizedTest
  @ValueSource(ints = {60, 80, 100})
  void the_largest_holder_of_a_summary_has_its_whole_name(int columns, @TempDir Path directory)
      throws IOException {
    String name = "stream.(*PartitionedSubscription).receiveAndAcknowledgeUntilClosed";
    DumpWriter writer = DumpWriter.go("go1.22.0");
    writer.object(0xc000000000L, writer.memory(64));
    writer
        .goroutine(1, "chan receive")
        .frame(
            "github.com/some-body/some-project/" + name,
            writer.memory(32).pointer(8, 0xc000000000L));
    byte[] bytes = writer.bss(0x600000, writer.memory(64)).memStats(1).finish();
    String file = Files.write(directory.resolve("heap.dump"), bytes).toString();
    String text = run("summary " + file, columns, false);
    String largest =
        text.substring(text.indexOf("Largest"), text.indexOf("\nHeap")).replaceAll("\\s", "");
    assertThat(largest).endsWith(name);
    fits("summary " + file, columns);
  }

  @Test
  void messages_contain_no_control_sequences(@TempDir Path directory) {
    String name = directory + "/\u001b]0;title\u0007";
    assertThat(CommandLineRun.of("summary", name).err())
        .contains("\\x1b]0;title\\x07: no such file")
        .hasLineCount(1);
    assertThat(CommandLineRun.of("summary", "--\u001b[31m", "x").err()).doesNotContain("\u001b");
  }
}
