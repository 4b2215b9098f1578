package dev.godump.cli;

import dev.godump.cli.Errors.UnreadableFileException;
import dev.godump.cli.OpenedExecutable.Origin;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.heap.Heap;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options that name the executable of the program that wrote the dump. If none is named and the
 * index remembers none, it is searched for next to the dump.
 */
final class ExecutableOption {
  static final String ENVIRONMENT = "GODUMP_EXE";

  @Option(
      names = "--exe",
      paramLabel = "FILE",
      description =
          "The executable that wrote the dump, for names of types, fields, variables and source lines. Default: $"
              + ENVIRONMENT
              + ", or the one next to the dump that matches it.")
  private @Nullable String file;

  @Option(
      names = "--no-exe",
      description = "Use no executable: don't search for one, and ignore a remembered one.")
  private boolean disabled;

  /** Files to try before the search. */
  private List<String> candidates = List.of();

  /** Returns the options of a command line with {@code --no-exe} only. */
  static ExecutableOption none() {
    ExecutableOption option = new ExecutableOption();
    option.disabled = true;
    return option;
  }

  /**
   * Returns the options of a command line that names no executable, with a file to try before the
   * search.
   */
  static ExecutableOption trying(String candidate) {
    ExecutableOption option = new ExecutableOption();
    option.tryFirst(candidate);
    return option;
  }

  /** Sets a file to try before the search. */
  void tryFirst(String candidate) {
    candidates = List.of(candidate);
  }

  /**
   * Opens the executable and checks that it wrote the dump. If it is damaged or did not, the result
   * has a warning and no program.
   *
   * @throws UnreadableFileException if a file that the command line names can't be read at all
   */
  OpenedExecutable open(String dump, HeapGraph graph) throws IOException {
    Optional<String> path = path();
    if (path.isPresent()) {
      return openNamed(path.get(), graph.process());
    }
    return disabled ? OpenedExecutable.NONE : search(dump, graph);
  }

  private OpenedExecutable openNamed(String path, ProcessState process) throws IOException {
    try {
      return OpenedExecutable.of(path, file != null ? Origin.OPTION : Origin.ENVIRONMENT, process);
    } catch (IOException e) {
      String why = e instanceof AccessDeniedException ? "permission denied" : Errors.messageOf(e);
      if (file != null) {
        throw new UnreadableFileException(path, why);
      }
      return OpenedExecutable.ignored(path, why + " (named by " + ENVIRONMENT + ")");
    }
  }

  /** Returns the executable next to the dump that wrote it, if there is one and none is named. */
  OpenedExecutable search(String dump, HeapGraph graph) throws IOException {
    return path().isPresent() || disabled
        ? OpenedExecutable.NONE
        : new ExecutableSearch(dump, graph).find(candidates);
  }

  /**
   * Returns, for an answer without the executable's types, a line that says how to get them. There
   * is none if the command line or the environment says which executable to use.
   */
  Optional<String> hintAt(Heap heap) {
    if (heap.hasProgramTypes() || isNamed() || disabled) {
      return Optional.empty();
    }
    DumpRecord.Params params = heap.graph().process().params();
    String version =
        params.version().isEmpty() ? heap.graph().process().versionRange() : params.version();
    return Optional.of(
        "no executable: add --exe PATH (the program that wrote this dump, "
            + version
            + " "
            + params.arch()
            + ") for names of types, fields and variables");
  }

  /** Returns the path from the command line or else the environment. */
  Optional<String> path() {
    String variable = System.getenv(ENVIRONMENT);
    String path = file != null ? file : variable == null || disabled ? "" : variable;
    return path.isEmpty() ? Optional.empty() : Optional.of(path);
  }

  /** Returns the path from the command line. */
  Optional<String> named() {
    return Optional.ofNullable(file);
  }

  /**
   * Returns the operands and options that name a dump, and the executable if the command line does,
   * for a command to try next.
   */
  String withDump(String dump) {
    String operand = ShellWord.of(dump);
    return named().map(path -> "--exe " + ShellWord.of(path) + " " + operand).orElse(operand);
  }

  /** Whether the command line or the environment names an executable. */
  boolean isNamed() {
    return path().isPresent();
  }

  /**
   * Returns path, size and modification time of the named executable; an empty string if none may
   * be used; nothing if any is right.
   */
  Optional<String> identity() {
    Optional<String> path = path();
    return path.isEmpty() && disabled ? Optional.of("") : path.map(OpenedExecutable::identityOf);
  }

  /**
   * Opens the executable of an identity. Returns no program and no warning if the file has changed
   * or is gone.
   */
  OpenedExecutable reopen(String identity, ProcessState process) throws IOException {
    String path = path().orElseGet(() -> OpenedExecutable.pathIn(identity));
    if (!OpenedExecutable.identityOf(path).equals(identity) || !Files.exists(Path.of(path))) {
      return OpenedExecutable.NONE;
    }
    return isNamed() ? openNamed(path, process) : OpenedExecutable.of(path, Origin.INDEX, process);
  }
}
