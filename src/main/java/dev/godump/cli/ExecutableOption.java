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
import java.util.Optional;
import picocli.CommandLine.Option;

/** The program that wrote the dump. */
final class ExecutableOption {
  private static final String ENVIRONMENT = "GODUMP_EXE";
  private static final char SEPARATOR = 0;

  @Option(
      names = "--exe",
      paramLabel = "FILE",
      description =
          "The executable that wrote the dump, for names and places in the source. Default: $"
              + ENVIRONMENT
              + ".")
  private String file;

  /**
   * What became of the option.
   *
   * @param program if there is one and it is the dump's, where it lay in the dumped process
   * @param identity of its file, by which it is known again
   * @param warnings why there is none
   */
  record Outcome(Optional<Program> program, String identity, List<String> warnings)
      implements Closeable {
    static final Outcome NONE = new Outcome(Optional.empty(), "", List.of());

    /** The identity, if the executable gives the types. */
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
   * Opens the executable and holds it against a dump. One that is damaged or not the dump's is a
   * warning: the answer goes on without it.
   *
   * @throws UnreadableFileException if a file that the command line names can't be read at all
   */
  Outcome open(ProcessState process) throws IOException {
    String named = path();
    return named.isEmpty() ? Outcome.NONE : open(process, named);
  }

  /** What is named, or nothing. */
  private String path() {
    String variable = System.getenv(ENVIRONMENT);
    return file != null ? file : variable == null ? "" : variable;
  }

  /** Path, size and time of the file that is named, if one is and it is there. */
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
      // opening it says what is wrong
      return named;
    }
  }

  /** The executable of an identity, if it is still the same; without a word if it isn't. */
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
      String why = e instanceof AccessDeniedException ? "no permission to read it" : e.getMessage();
      if (file != null) {
        throw new UnreadableFileException(named, why);
      }
      return ignored(named, why + " (named by " + ENVIRONMENT + ")");
    }
    return match(process, named, executable);
  }

  /**
   * Checks that reading comes to an end: that of pipes and devices needn't.
   *
   * @throws IOException if it is no file
   */
  private static void requireRegularFile(String named) throws IOException {
    try {
      Path path = Path.of(named);
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new IOException(
            Files.isDirectory(path) ? "it is a directory" : "it is no regular file");
      }
    } catch (InvalidPathException e) {
      throw new IOException("it is no file name: " + e.getReason());
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
      outcome =
          ignored(
              named,
              e.getCause() instanceof ExecutableException x
                  ? damage(x)
                  : e.getCause().getMessage());
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
    return new Outcome(Optional.empty(), "", List.of(named + ": " + why + "; going on without it"));
  }
}
