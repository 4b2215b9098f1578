package dev.godump.cli;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.ExecutableException;
import dev.godump.binary.file.Executables;
import dev.godump.cli.Errors.OperandException;
import dev.godump.cli.Errors.UnreadableFileException;
import dev.godump.core.ProcessDump;
import dev.godump.io.Source;
import dev.godump.io.WrittenSource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A core file where a command takes a dump: it becomes the dump that the process would have
 * written. That needs the executable: the one that the command line names, or else the one that the
 * core file names, if it is still there.
 *
 * @param executable path of the program that left the core file
 */
record CoreInput(Source core, String executable) {

  /**
   * Finds the executable of a core file.
   *
   * @param named on the command line or by the environment
   * @throws OperandException if no executable is named and the core file's is not there
   */
  static CoreInput of(Source core, Optional<String> named) throws IOException {
    if (named.isPresent()) {
      return new CoreInput(core, named.get());
    }
    Optional<String> noted = ProcessDump.programOf(core);
    if (noted.isPresent() && Files.isRegularFile(Path.of(noted.get()))) {
      return new CoreInput(core, noted.get());
    }
    throw new OperandException(
        "a core file needs the program that left it: add --exe PATH"
            + noted.map(path -> " (it was " + path + ")").orElse(""));
  }

  /**
   * Writes the dump.
   *
   * @throws UnreadableFileException if the executable can't be read
   */
  ProcessDump.Outcome write(OutputStream out) throws IOException {
    try (Executable program = open()) {
      return ProcessDump.write(core, program, out);
    }
  }

  private Executable open() throws IOException {
    try {
      return Executables.open(executable, "amd64");
    } catch (ExecutableException e) {
      throw new UnreadableFileException(executable, Errors.messageOf(e));
    } catch (IOException e) {
      throw new UnreadableFileException(executable, Errors.reason(e));
    }
  }

  /**
   * A dump, as it is or made from a core file.
   *
   * @param program the executable with which a core file was read
   */
  record Dump(Source source, Optional<String> program) {}

  /**
   * Returns a dump as it is, or the one that a core file becomes, and closes that.
   *
   * @param named executable that the command line or the environment names
   */
  static Dump dumpOf(Source source, Optional<String> named, Streams streams) throws IOException {
    try {
      if (!ProcessDump.isCore(source)) {
        return new Dump(source, Optional.empty());
      }
      CoreInput core = of(source, named);
      return new Dump(core.dump(streams), Optional.of(core.executable));
    } catch (IOException | RuntimeException e) {
      source.close();
      throw e;
    }
  }

  private Source dump(Streams streams) throws IOException {
    try (core) {
      return WrittenSource.of(
          core.name(),
          out -> {
            ProcessDump.Outcome outcome = write(out);
            outcome.warnings().forEach(streams::warn);
            return outcome.missing();
          });
    }
  }
}
