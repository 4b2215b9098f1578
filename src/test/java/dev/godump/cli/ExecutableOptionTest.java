package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.godump.binary.TinyProgram;
import dev.godump.dump.DumpWriter;
import dev.godump.format.DumpRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExecutableOptionTest {
  /** The distance between the addresses in the file and those in the process. */
  private static final long SLIDE = 0x5500_0000_0000L;

  private static final long CLOSURE = 0xc000000000L;
  private static final int WAITING = 4;

  @TempDir private Path directory;
  private Path dump;
  private Path program;

  @BeforeEach
  void files() throws IOException {
    dump = Files.write(directory.resolve("heap.dump"), dump("go1.20.3", 0x40));
    program = Files.write(directory.resolve("program"), TinyProgram.ofGo120().elf(true));
  }

  private static byte[] dump(String version, int data) {
    DumpWriter writer = DumpWriter.go(version);
    long text = TinyProgram.TEXT + SLIDE;
    return writer
        .object(CLOSURE, writer.memory(16).word(0, text + 0x200))
        .goroutine(
            new DumpRecord.Goroutine(
                0x10000,
                0x7f0000,
                7,
                text + 0x84,
                WAITING,
                false,
                false,
                0,
                "chan receive",
                0,
                0,
                0,
                0))
        .frame(frame("main.last", text + 0x200, 0x10), writer.memory(16))
        .frame(frame("main.work", text + 0x100, 0x19), writer.memory(16))
        .data(TinyProgram.DATA + SLIDE, writer.memory(data).pointer(0, CLOSURE))
        .bss(TinyProgram.BSS + SLIDE, writer.memory(0x80))
        .finish();
  }

  private static DumpRecord.Frame frame(String function, long entry, int offset) {
    return new DumpRecord.Frame(
        0x7f0000, 0, 0, null, entry, entry + offset, entry + offset, function, null);
  }

  private CommandLineRun run(String... command) {
    String[] args = new String[command.length + 3];
    System.arraycopy(command, 0, args, 0, command.length);
    args[command.length] = "--exe";
    args[command.length + 1] = program.toString();
    args[command.length + 2] = dump.toString();
    return CommandLineRun.of(args);
  }

  private static JsonNode json(CommandLineRun run) throws IOException {
    assertThat(run.err()).isEmpty();
    return new ObjectMapper().readTree(run.out());
  }

  @Test
  void frames_and_inlined_calls_have_source_lines() {
    CommandLineRun run = run("goroutines");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains(
            """
            1  [chan receive]  main.last  src/main.go:90  retains 0 B  id 7
               main.helper(...)  src/helper.go:7
               main.work  src/main.go:42
               created by main.main  src/main.go:12
            """);
  }

  @Test
  void json_has_file_and_line_of_frames_and_of_the_go_statement() throws IOException {
    JsonNode goroutine = json(run("goroutines", "--all", "--format", "json")).at("/goroutines/0");
    assertThat(goroutine.at("/frames/1/file").asText()).isEqualTo("/src/main.go");
    assertThat(goroutine.at("/frames/1/line").asInt()).isEqualTo(42);
    assertThat(goroutine.at("/frames/1/inlined/0/function").asText()).isEqualTo("main.helper");
    assertThat(goroutine.at("/frames/1/inlined/0/line").asInt()).isEqualTo(7);
    assertThat(goroutine.at("/created_by/function").asText()).isEqualTo("main.main");
    assertThat(goroutine.at("/created_by/line").asInt()).isEqualTo(12);
  }

  @Test
  void all_shows_source_lines_too() {
    assertThat(run("goroutines", "--id", "7").out())
        .contains("created by main.main  src/main.go:12")
        .contains("main.helper(...)  src/helper.go:7")
        .contains("main.work +0x19   src/main.go:42");
  }

  @Test
  void an_object_that_starts_with_a_functions_entry_is_shown_as_a_closure() throws IOException {
    assertThat(run("object", "c000000000").out())
        .contains("closure of   main.last  src/main.go:90");
    assertThat(
            json(run("object", "--format", "json", "c000000000")).at("/closure/function").asText())
        .isEqualTo("main.last");
  }

  @Test
  void params_show_how_the_program_was_built() throws IOException {
    assertThat(run("params").out())
        .contains("module        example.com/tiny (devel)")
        .contains("revision      abc123");
    JsonNode executable = json(run("params", "--format", "json")).at("/executable");
    assertThat(executable.at("/settings/vcs.revision").asText()).isEqualTo("abc123");
    assertThat(executable.at("/slide").asText()).isEqualTo("0x550000000000");
  }

  @Test
  void a_stripped_program_gives_the_same_answer() throws IOException {
    Files.write(program, TinyProgram.ofGo120().stripped().elf(true));
    assertThat(run("goroutines").out()).contains("main.work  src/main.go:42");
    assertThat(run("goroutines", "--all", "--locals").out())
        .contains("has no DWARF, so that variables are not known");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"summary", "goroutines", "histogram", "roots", "leaks", "dominators", "params"})
  void another_program_causes_a_warning_with_the_reason(String command) throws IOException {
    Path other = Files.write(directory.resolve("other.dump"), dump("go1.22.1", 0x48));
    CommandLineRun run = CommandLineRun.of(command, "--exe", program.toString(), other.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).doesNotContain("main.go").isNotEmpty();
    assertThat(run.err())
        .hasLineCount(1)
        .startsWith("godump: warning: " + program + ": it is not the program that wrote the dump: ")
        .contains("Go version (dump go1.22.1, executable go1.20.3), length of data")
        .endsWith("; continuing without it\n");
  }

  @Test
  void a_file_that_is_not_an_executable_causes_a_warning() throws IOException {
    Files.writeString(program, "#!/bin/sh\n");
    CommandLineRun run = run("goroutines");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(CommandLineRun.of("goroutines", dump.toString()).out());
    assertThat(run.err())
        .hasLineCount(1)
        .contains("not an executable (ELF, Mach-O or PE); continuing without it");
  }

  @Test
  void a_missing_executable_is_an_error() throws IOException {
    Files.delete(program);
    CommandLineRun run = run("goroutines");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).isEqualTo("godump: " + program + ": no such file\n");
  }

  @Test
  void diff_checks_it_against_each_dump() throws IOException {
    Path other = Files.write(directory.resolve("other.dump"), dump("go1.22.1", 0x48));
    CommandLineRun run =
        CommandLineRun.of("diff", "--exe", program.toString(), dump.toString(), other.toString());
    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .contains("warning: " + other + ": " + program + ": it is not the program");
  }

  @Test
  void a_directory_or_device_is_an_error_and_is_not_read() {
    CommandLineRun directoryRun =
        CommandLineRun.of("summary", "--exe", directory.toString(), dump.toString());
    assertThat(directoryRun.exitCode()).isEqualTo(3);
    assertThat(directoryRun.err()).isEqualTo("godump: " + directory + ": is a directory\n");
    assumeTrue(Files.exists(Path.of("/dev/zero")));
    assertThat(CommandLineRun.of("summary", "--exe", "/dev/zero", dump.toString()).err())
        .isEqualTo("godump: /dev/zero: not a regular file\n");
  }

  @Test
  void the_reason_for_unknown_names_comes_before_the_error() throws IOException {
    Path other = Files.write(directory.resolve("other.dump"), dump("go1.22.1", 0x48));
    CommandLineRun run =
        CommandLineRun.of("object", "--exe", program.toString(), "main.x", other.toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines().toList())
        .hasSize(2)
        .satisfies(
            lines -> assertThat(lines.get(0)).contains("it is not the program that wrote the dump"))
        .satisfies(lines -> assertThat(lines.get(1)).contains("names of variables need --exe"));
  }

  @Test
  void records_accepts_the_option() {
    assertThat(run("records", "--stats").exitCode()).isZero();
  }
}
