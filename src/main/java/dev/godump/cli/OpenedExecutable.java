package dev.godump.cli;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.ExecutableException;
import dev.godump.binary.file.Executables;
import dev.godump.graph.ProcessState;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.Program;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of opening an executable for a dump.
 *
 * @param program the program, at its addresses in the dumped process; empty if there is none or it
 *     is not the dump's
 * @param identity path, size and modification time of its file
 * @param origin who named the file
 * @param warnings why there is no program
 */
record OpenedExecutable(
    Optional<Program> program, String identity, Origin origin, List<String> warnings)
    implements Closeable {
  /** Who named an executable. */
  enum Origin {
    OPTION("option"),
    ENVIRONMENT("environment"),
    INDEX("index"),
    /** Nobody: it was found in a directory. */
    SEARCH("search");

    private final String label;

    Origin(String label) {
      this.label = label;
    }

    /** The name in JSON. */
    String label() {
      return label;
    }
  }

  static final OpenedExecutable NONE =
      new OpenedExecutable(Optional.empty(), "", Origin.OPTION, List.of());

  private static final char SEPARATOR = 0;

  /**
   * Opens an executable and checks that it wrote a dump. If it is damaged or did not, the result
   * has a warning and no program.
   *
   * @throws IOException if the file can't be read at all
   */
  static OpenedExecutable of(String file, Origin origin, ProcessState process) throws IOException {
    requireRegularFile(file);
    Executable executable;
    try {
      executable = Executables.open(file, process.params().arch());
    } catch (ExecutableException e) {
      return ignored(file, damage(e));
    }
    return match(process, file, origin, executable);
  }

  /**
   * Checks that a path is a regular file: reading a pipe or a device may never end.
   *
   * @throws IOException if it is not
   */
  private static void requireRegularFile(String file) throws IOException {
    try {
      Path path = Path.of(file);
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new IOException(Files.isDirectory(path) ? "is a directory" : "not a regular file");
      }
    } catch (InvalidPathException e) {
      throw new IOException("not a file name: " + e.getReason());
    }
  }

  private static OpenedExecutable match(
      ProcessState process, String file, Origin origin, Executable executable) throws IOException {
    OpenedExecutable opened = null;
    try {
      Program program = Program.of(executable);
      ExecutableMatch match = ExecutableMatch.of(process, program);
      opened =
          match.matches()
              ? new OpenedExecutable(
                  Optional.of(program.withSlide(match.slide())),
                  identityOf(file),
                  origin,
                  List.of())
              : ignored(file, match.objection());
    } catch (ExecutableException e) {
      opened = ignored(file, damage(e));
    } catch (UncheckedIOException e) {
      IOException cause = Objects.requireNonNull(e.getCause());
      opened =
          ignored(
              file, cause instanceof ExecutableException x ? damage(x) : Errors.messageOf(cause));
    } finally {
      if (opened == null || opened.program.isEmpty()) {
        executable.close();
      }
    }
    return opened;
  }

  private static String damage(ExecutableException e) {
    return e.getMessage() + (e.offset() == 0 ? "" : " (byte " + e.offset() + ")");
  }

  /** Returns no program, and a warning that says why. */
  static OpenedExecutable ignored(String file, String why) {
    return new OpenedExecutable(
        Optional.empty(),
        "",
        Origin.OPTION,
        List.of(file + ": " + why + "; continuing without it"));
  }

  /** Returns path, size and modification time of a file. */
  static String identityOf(String file) {
    try {
      Path path = Path.of(file).toRealPath();
      return path.toString()
          + SEPARATOR
          + Files.size(path)
          + SEPARATOR
          + Files.getLastModifiedTime(path).toMillis();
    } catch (IOException | InvalidPathException e) {
      // opening the file will report what is wrong
      return file;
    }
  }

  /** Returns the path in an identity. */
  static String pathIn(String identity) {
    int end = identity.indexOf(SEPARATOR);
    return end < 0 ? identity : identity.substring(0, end);
  }

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
