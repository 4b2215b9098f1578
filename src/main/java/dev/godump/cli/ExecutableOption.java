package dev.godump.cli;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.ExecutableException;
import dev.godump.binary.file.Executables;
import dev.godump.cli.Errors.UnreadableFileException;
import dev.godump.graph.ProcessState;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that names the executable of the program that wrote the dump. */
final class ExecutableOption {
  private static final String ENVIRONMENT = "GODUMP_EXE";
  private static final char SEPARATOR = 0;

  @Option(
      names = "--exe",
      paramLabel = "FILE",
      description =
          "The executable that wrote the dump, for names of types, fields, variables and source lines. Default: $"
              + ENVIRONMENT
              + ".")
  private @Nullable String file;

  /**
   * The result of opening the executable.
   *
   * @param program the program, at its addresses in the dumped process; empty if there is none or
   *     it is not the dump's
   * @param identity path, size and modification time of its file
   * @param warnings why there is no program
   */
  record Outcome(Optional<Program> program, String identity, List<String> warnings)
      implements Closeable {
    static final Outcome NONE = new Outcome(Optional.empty(), "", List.of());

    /** Returns the identity if there is a program. */
    Optional<String> identityIfUsed() {
      return program.map(p -> identity);
    }

    @Override
    public void close() throws IOException {
      if (program.isPresent()) {
        program.get().close();
      }
    }
  }

  /**
   * Opens the executable and checks that it wrote the dump. If it is damaged or did not, the
   * outcome has a warning and no program.
   *
   * @throws UnreadableFileException if a file that the command line names can't be read at all
   */
  Outcome open(ProcessState process) throws IOException {
    String named = path();
    return named.isEmpty() ? Outcome.NONE : open(process, named);
  }

  /** Returns the path from the command line or else the environment, or an empty string. */
  private String path() {
    String variable = System.getenv(ENVIRONMENT);
    return file != null ? file : variable == null ? "" : variable;
  }

  /** Returns the path from the command line. */
  Optional<String> named() {
    return Optional.ofNullable(file);
  }

  /** Returns path, size and modification time of the executable, if one is given. */
  Optional<String> identity() {
    return path().isEmpty() ? Optional.empty() : Optional.of(identity(path()));
  }

  private static String identity(String named) {
    try {
      Path path = Path.of(named).toRealPath();
      return path.toString()
          + SEPARATOR
          + Files.size(path)
          + SEPARATOR
          + Files.getLastModifiedTime(path).toMillis();
    } catch (IOException | InvalidPathException e) {
      // opening the file will report what is wrong
      return named;
    }
  }

  /**
   * Opens the executable of an identity. Returns no program and no warning if the file has changed
   * or is gone.
   */
  Outcome reopen(String identity, ProcessState process) throws IOException {
    int end = identity.indexOf(SEPARATOR);
    String path = end < 0 ? identity : identity.substring(0, end);
    return identity(path).equals(identity) && Files.exists(Path.of(path))
        ? open(process, path)
        : Outcome.NONE;
  }

  private Outcome open(ProcessState process, String named) throws IOException {
    Executable executable;
    try {
      requireRegularFile(named);
      executable = Executables.open(named, process.params().arch());
    } catch (ExecutableException e) {
      return ignored(named, damage(e));
    } catch (IOException e) {
      String why = e instanceof AccessDeniedException ? "permission denied" : Errors.messageOf(e);
      if (file != null) {
        throw new UnreadableFileException(named, why);
      }
      return ignored(named, why + " (named by " + ENVIRONMENT + ")");
    }
    return match(process, named, executable);
  }

  /**
   * Checks that a path is a regular file: reading a pipe or a device may never end.
   *
   * @throws IOException if it is not
   */
  private static void requireRegularFile(String named) throws IOException {
    try {
      Path path = Path.of(named);
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new IOException(Files.isDirectory(path) ? "is a directory" : "not a regular file");
      }
    } catch (InvalidPathException e) {
      throw new IOException("not a file name: " + e.getReason());
    }
  }

  private static Outcome match(ProcessState process, String named, Executable executable)
      throws IOException {
    Outcome outcome = null;
    try {
      Program program = Program.of(executable);
      ExecutableMatch match = ExecutableMatch.of(process, program);
      outcome =
          match.matches()
              ? new Outcome(
                  Optional.of(program.withSlide(match.slide())), identity(named), List.of())
              : ignored(named, match.objection());
    } catch (ExecutableException e) {
      outcome = ignored(named, damage(e));
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      outcome =
          ignored(
              named, cause instanceof ExecutableException x ? damage(x) : Errors.messageOf(cause));
    } finally {
      if (outcome == null || outcome.program.isEmpty()) {
        executable.close();
      }
    }
    return outcome;
  }

  private static String damage(ExecutableException e) {
    return e.getMessage() + (e.offset() == 0 ? "" : " (byte " + e.offset() + ")");
  }

  private static Outcome ignored(String named, String why) {
    return new Outcome(
        Optional.empty(), "", List.of(named + ": " + why + "; continuing without it"));
  }
}
