package dev.godump.cli;

import dev.godump.cli.Errors.ExitCode;
import dev.godump.cli.Errors.OperandException;
import dev.godump.core.ProcessDump;
import dev.godump.io.AtomicFile;
import dev.godump.io.Source;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "dump",
    description = {
      "Write a heap dump from a core file of a Go process.",
      "Other commands take a core file directly, wherever they take a dump."
    },
    footer = {
      "",
      "Examples:",
      "  gcore -o core 1234",
      "  godump dump --exe server core.1234 -o heap.dump"
    })
final class WriteDumpCommand extends DumpCommand {
  @Parameters(paramLabel = "CORE", description = "The core file.")
  private String core;

  @Option(
      names = "--exe",
      paramLabel = "FILE",
      description =
          "The executable that left the core file. Default: $GODUMP_EXE, or the path in the core file.")
  @SuppressWarnings("unused") // DumpCommand asks for the option by its name
  private @Nullable String executable;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The dump to write.")
  private String output;

  @Override
  public String dump() {
    return core;
  }

  @Override
  public Integer call() throws IOException {
    try (Source source = openFile();
        AtomicFile file = AtomicFile.at(path())) {
      if (!ProcessDump.isCore(source)) {
        throw new OperandException("it is not a core file");
      }
      ProcessDump.Outcome outcome = CoreInput.of(source, namedExecutable()).write(file.stream());
      file.complete();
      outcome.warnings().forEach(streams()::warn);
      outcome.missing().ifPresent(streams()::warn);
      PrintWriter out = new PrintWriter(streams().out(), true, StandardCharsets.UTF_8);
      out.println("wrote " + output);
      return outcome.missing().isEmpty() ? ExitCode.OK : ExitCode.INPUT;
    }
  }

  private Path path() throws OperandException {
    try {
      return Path.of(output);
    } catch (InvalidPathException e) {
      throw new OperandException("'" + output + "' is not a file name: " + e.getReason());
    }
  }
}
