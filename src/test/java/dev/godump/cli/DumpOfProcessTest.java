package dev.godump.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.cli.Errors.ExitCode;
import dev.godump.dump.WaitingProgram;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Dumps running processes, or says in one line why not. */
@EnabledOnOs(OS.LINUX)
class DumpOfProcessTest {
  @TempDir private Path directory;

  private CommandLineRun dump(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "dump";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    all[all.length - 2] = "-o";
    all[all.length - 1] = directory.resolve("heap.dump").toString();
    return CommandLineRun.of(all);
  }

  @Test
  void a_dump_of_a_running_process_is_written() throws IOException {
    try (WaitingProgram program = WaitingProgram.start(directory)) {
      CommandLineRun run = dump(Long.toString(program.pid()));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(ExitCode.OK);
      assertThat(run.out()).matches("wrote .*heap.dump; process \\d+ was stopped for \\d+ ms\n");
      assertThat(CommandLineRun.of("params", directory.resolve("heap.dump").toString()).out())
          .contains("go1.27");
    }
  }

  @Test
  void a_pause_that_is_too_long_is_an_error() throws IOException {
    try (WaitingProgram program = WaitingProgram.start(directory)) {
      dump(Long.toString(program.pid()), "--max-pause", "0.1ms")
          .assertFails(ExitCode.INPUT, "the longest pause that is allowed; nothing was written");
      assertThat(directory.resolve("heap.dump")).doesNotExist();
    }
  }

  @Test
  void a_program_of_another_language_is_refused() throws IOException {
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      dump(Long.toString(process.pid()))
          .assertFails(ExitCode.INPUT, "states no Go version; programs of Go 1.15, ");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void godump_does_not_stop_itself() {
    dump(Long.toString(ProcessHandle.current().pid()))
        .assertFails(ExitCode.INPUT, "this is godump itself");
  }

  @Test
  void a_process_that_does_not_exist_is_refused() {
    dump("99999999999").assertFails(ExitCode.INPUT, "99999999999: no such process");
  }

  @Test
  void a_number_with_a_directory_is_a_file() {
    dump("./1234").assertFails(ExitCode.INPUT, "no such file");
  }

  @Test
  void options_of_processes_and_of_core_files_are_kept_apart() {
    dump("1234", "--exe", "server").assertFails(ExitCode.USAGE, "--exe is for core files");
    dump("./core", "--max-pause", "2s")
        .assertFails(ExitCode.USAGE, "--max-pause and --freeze-cgroup are for running processes");
    dump("1234", "--max-pause", "two").assertFails(ExitCode.USAGE, "'two' is not a length of time");
  }
}
