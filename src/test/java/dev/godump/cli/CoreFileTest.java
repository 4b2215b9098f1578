package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.cli.Errors.ExitCode;
import dev.godump.io.Source;
import dev.godump.io.Sources;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Takes core files where a command takes a dump. */
class CoreFileTest {
  private static final String CORES = "testdata/cores/";
  private static final String PROGRAM = CORES + "go1.27/pair.program.zst";
  private static final String CORE = CORES + "go1.27/pair.core.zst";

  @TempDir private Path directory;
  private String dump;
  private CommandLineRun written;

  @BeforeEach
  void writeDump() {
    dump = directory.resolve("heap.dump").toString();
    written = CommandLineRun.of("dump", "--exe", PROGRAM, CORE, "-o", dump);
  }

  @Test
  void a_dump_is_written() {
    assertThat(written.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(written.out()).isEqualTo("wrote " + dump + "\n");
    assertThat(written.err()).isEmpty();
    CommandLineRun params = CommandLineRun.of("params", dump);
    assertThat(params.out()).contains("go1.27");
  }

  @Test
  void answers_from_a_core_file_are_those_from_the_dump_written_from_it() {
    for (String command : new String[] {"histogram", "goroutines", "leaks", "memstats", "roots"}) {
      CommandLineRun ofCore =
          CommandLineRun.of(command, "--no-index", "--exe", PROGRAM, CORE, "--json");
      CommandLineRun ofDump =
          CommandLineRun.of(command, "--no-index", "--exe", PROGRAM, dump, "--json");
      assertThat(ofCore.exitCode()).as(ofCore.err()).isEqualTo(ExitCode.OK);
      assertThat(ofCore.out()).isEqualTo(ofDump.out());
    }
  }

  @Test
  void figures_of_the_runtime_that_a_core_file_lacks_are_unknown() {
    CommandLineRun text = CommandLineRun.of("memstats", "--exe", PROGRAM, CORE);
    assertThat(text.out()).containsPattern("Mallocs +unknown").containsPattern("HeapAlloc +[1-9]");
    assertThat(CommandLineRun.of("memstats", "--exe", PROGRAM, CORE, "--json").out())
        .containsPattern("\"Mallocs\" ?: ?null");
    assertThat(CommandLineRun.of("summary", "--exe", PROGRAM, CORE, "--json").out())
        .containsPattern("\"HeapIdle\" ?: ?null");
    assertThat(CommandLineRun.of("spans", "--exe", PROGRAM, CORE).out())
        .contains("HeapIdle unknown", "Known: objects, HeapInuse. Inferred");
    assertThat(CommandLineRun.of("summary", "--exe", PROGRAM, CORE).out())
        .doesNotContain("matches MemStats");
  }

  @Test
  void records_of_a_core_file_are_read() {
    CommandLineRun records = CommandLineRun.of("records", "--stats", "--exe", PROGRAM, CORE);
    assertThat(records.exitCode()).isEqualTo(ExitCode.OK);
    assertThat(records.out()).contains("goroutine", "otherroot");
  }

  @Test
  void an_index_answers_as_the_core_file() {
    String[] summary = {
      "summary", "--index-dir", directory.toString(), "--exe", PROGRAM, CORE, "--json"
    };
    CommandLineRun built =
        CommandLineRun.of("index", "--index-dir", directory.toString(), "--exe", PROGRAM, CORE);
    assertThat(built.exitCode()).as(built.err()).isEqualTo(ExitCode.OK);
    CommandLineRun first = CommandLineRun.of(summary);
    CommandLineRun without =
        CommandLineRun.of("summary", "--no-index", "--exe", PROGRAM, CORE, "--json");
    assertThat(first.out()).isEqualTo(without.out());
  }

  @Test
  void a_core_file_without_its_program_is_an_error_that_names_it() {
    CommandLineRun.of("summary", CORE)
        .assertFails(ExitCode.USAGE, "add --exe PATH (it was /tmp/godump.");
  }

  @Test
  void a_core_file_with_another_program_is_an_error() {
    CommandLineRun.of("summary", "--exe", CORES + "go1.26/pair.program.zst", CORE)
        .assertFails(ExitCode.INPUT, "is not the program that left the core file");
  }

  @Test
  void a_file_that_is_no_core_file_is_not_converted() {
    String other = directory.resolve("other.dump").toString();
    CommandLineRun.of("dump", "--exe", PROGRAM, dump, "-o", other)
        .assertFails(ExitCode.USAGE, "it is not a core file");
    assertThat(Path.of(other)).doesNotExist();
  }

  @Test
  void a_cut_core_file_is_one_line_of_error() throws IOException {
    Path cut = directory.resolve("cut.core");
    try (Source core = Sources.open(CORE, InputStream.nullInputStream());
        OutputStream out = Files.newOutputStream(cut)) {
      byte[] bytes = new byte[1 << 20];
      out.write(bytes, 0, core.read(0, bytes, 0, bytes.length));
    }
    CommandLineRun.of("summary", "--exe", PROGRAM, cut.toString())
        .assertFails(ExitCode.INPUT, "the core file is cut: it lacks ");
  }
}
