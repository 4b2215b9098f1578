package dev.godump.cli;

import static java.util.Objects.requireNonNull;

import dev.godump.binary.file.Executable;
import dev.godump.cli.Errors.ExitCode;
import dev.godump.cli.Errors.OperandException;
import dev.godump.core.ProcessDump;
import dev.godump.core.live.LiveProcess;
import dev.godump.core.live.ProcessImage;
import dev.godump.io.AtomicFile;
import dev.godump.io.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dump",
    description = {
      "Write a heap dump from a running Go process, or from a core file of one.",
      "A running process stands still while its memory is copied, about a second per GB. It goes on"
          + " in any case, also if godump is killed. Other commands take a core file directly,"
          + " wherever they take a dump."
    },
    footer = {
      "",
      "Examples:",
      "  godump dump 1234 -o heap.dump",
      "  gcore -o core 1234",
      "  godump dump --exe server core.1234 -o heap.dump"
    })
final class WriteDumpCommand extends DumpCommand {
  @Parameters(
      paramLabel = "PID|CORE",
      description = "The process, or the core file. ./1234 is a file, 1234 a process.")
  private String input;

  @Option(
      names = "--exe",
      paramLabel = "FILE",
      description =
          "The executable that left the core file. Default: $GODUMP_EXE, or the path in the core file.")
  private @Nullable String executable;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The dump to write.")
  private String output;

  @Option(
      names = "--max-pause",
      paramLabel = "TIME",
      converter = DurationConverter.class,
      description = "Give up if the process would stand still for longer, such as 500ms or 2s.")
  private @Nullable Duration maxPause;

  @Option(
      names = "--freeze-cgroup",
      description = {
        "Freeze the cgroup of the process, with all processes in it, instead of stopping it with"
            + " SIGSTOP. Needs cgroup v2 and permission to freeze it."
      })
  private boolean freezesCgroup;

  @Override
  public String dump() {
    return input;
  }

  @Override
  public Integer call() throws IOException {
    if (input.matches("\\d{1,18}")) {
      if (executable != null) {
        throw new OperandException("--exe is for core files; a running process has its own");
      }
      return writeOfProcess(Long.parseLong(input));
    }
    if (maxPause != null || freezesCgroup) {
      throw new OperandException("--max-pause and --freeze-cgroup are for running processes");
    }
    return writeOfCore();
  }

  private int writeOfCore() throws IOException {
    try (Source source = openFile();
        AtomicFile file = AtomicFile.at(path())) {
      if (!ProcessDump.isCore(source)) {
        throw new OperandException("it is not a core file");
      }
      ProcessDump.Outcome outcome = CoreInput.of(source, namedExecutable()).write(file.stream());
      return finish(file, outcome, "");
    }
  }

  private int writeOfProcess(long pid) throws IOException {
    try (LiveProcess process = LiveProcess.of(pid);
        Executable program = process.executable();
        AtomicFile file = AtomicFile.at(path())) {
      ProcessDump.check(program);
      LiveProcess.Pause pause = new LiveProcess.Pause(freezesCgroup, Optional.ofNullable(maxPause));
      try (ProcessImage image = process.copy(pause, scratchDirectory())) {
        ProcessDump.Outcome outcome = ProcessDump.write(image, program, file.stream());
        String stood =
            image
                .pause()
                .map(time -> "was stopped for " + time.toMillis() + " ms")
                .orElse("was stopped before, and still is");
        return finish(file, outcome, "; process " + pid + " " + stood);
      }
    }
  }

  private int finish(AtomicFile file, ProcessDump.Outcome outcome, String more) throws IOException {
    file.complete();
    outcome.warnings().forEach(streams()::warn);
    outcome.missing().ifPresent(streams()::warn);
    streams().report("wrote " + output + more);
    return outcome.missing().isEmpty() ? ExitCode.OK : ExitCode.INPUT;
  }

  /** Returns a directory on the disk that gets the dump. */
  private Path scratchDirectory() throws OperandException {
    Path target = path().toAbsolutePath();
    return Files.exists(target) && !Files.isRegularFile(target)
        ? Path.of(System.getProperty("java.io.tmpdir"))
        : requireNonNull(target.getParent());
  }

  private Path path() throws OperandException {
    return OutputFile.of(output);
  }
}
