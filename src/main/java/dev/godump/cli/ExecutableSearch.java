package dev.godump.cli;

import dev.godump.cli.OpenedExecutable.Origin;
import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.InitialPointers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Searches for the executable that wrote a dump: a file next to the dump with the dump's name
 * without extension, a file next to the dump or in the working directory with the name of the main
 * package, or any other executable file next to the dump. A file that was not named must be the
 * program beyond doubt: {@link dev.godump.types.program.ExecutableMatch} accepts it, and {@link
 * InitialPointers} agree.
 */
final class ExecutableSearch {
  /** Opening a program of 100 MB takes a quarter of a second. */
  private static final int MAX_OPENED = 8;

  /** Entries of a directory that are looked at. */
  private static final int MAX_ENTRIES = 1_000;

  private static final String MAIN = "main.";
  private static final String WINDOWS = ".exe";

  private final String dump;
  private final HeapGraph graph;

  ExecutableSearch(String dump, HeapGraph graph) {
    this.dump = dump;
    this.graph = graph;
  }

  /**
   * Returns the first file that wrote the dump; no program and no warning if there is none.
   *
   * @param first files to try before all others
   */
  OpenedExecutable find(List<String> first) throws IOException {
    Set<Path> candidates = new LinkedHashSet<>();
    try {
      first.forEach(file -> candidates.add(Path.of(file)));
      addNearby(candidates);
    } catch (InvalidPathException e) {
      // a name that can't be a file's, or a directory that can't be read
    }
    int opened = 0;
    for (Path file : candidates) {
      if (isExecutable(file) && opened++ < MAX_OPENED) {
        OpenedExecutable found = open(file);
        if (found.program().isPresent()) {
          return found;
        }
      }
    }
    return OpenedExecutable.NONE;
  }

  private OpenedExecutable open(Path file) {
    try {
      OpenedExecutable opened =
          OpenedExecutable.of(file.toString(), Origin.SEARCH, graph.process());
      if (opened.program().isEmpty() || InitialPointers.of(graph, opened.program().get()).agree()) {
        return opened;
      }
      opened.close();
    } catch (IOException | UncheckedIOException e) {
      // a file that can't be read is not the one
    }
    return OpenedExecutable.NONE;
  }

  private void addNearby(Set<Path> candidates) {
    Path path = Path.of(dump);
    if (dump.equals("-") || !Files.isRegularFile(path)) {
      return;
    }
    String name = path.getFileName().toString();
    for (int dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
      addNamed(candidates, path, name.substring(0, dot));
    }
    Optional<String> main = mainDirectory();
    if (main.isPresent()) {
      addNamed(candidates, path, main.get());
      candidates.add(Path.of(main.get()));
    }
    candidates.addAll(executablesNextTo(path));
  }

  private static void addNamed(Set<Path> candidates, Path dump, String name) {
    candidates.add(dump.resolveSibling(name));
    candidates.add(dump.resolveSibling(name + WINDOWS));
  }

  /**
   * Returns the name of the directory of the main package, which {@code go build} names the program
   * after, from an allocation in one of its functions.
   */
  private Optional<String> mainDirectory() {
    return graph.process().profile().buckets().stream()
        .flatMap(bucket -> bucket.stack().stream())
        .filter(call -> call.function().startsWith(MAIN))
        .map(DumpRecord.StackEntry::file)
        .map(ExecutableSearch::directoryOf)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> directoryOf(String file) {
    String path = file.replace('\\', '/');
    int end = path.lastIndexOf('/');
    String directory = end < 0 ? "" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    return Optional.of(directory).filter(name -> !name.isEmpty());
  }

  private static List<Path> executablesNextTo(Path dump) {
    List<Path> found = new ArrayList<>();
    Path directory = dump.toAbsolutePath().getParent();
    if (directory == null) {
      return found;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      int entries = 0;
      for (Path file : files) {
        if (entries++ == MAX_ENTRIES) {
          break;
        }
        if (Files.isExecutable(file) && Files.isRegularFile(file)) {
          found.add(dump.resolveSibling(file.getFileName()));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // what can't be listed can't be found
    }
    Collections.sort(found);
    return found;
  }

  /** Whether a file is an ELF, Mach-O or PE file by its first bytes. */
  private static boolean isExecutable(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] magic = in.readNBytes(4);
      if (magic.length < 4) {
        return false;
      }
      int word = (magic[0] & 0xff) << 24 | (magic[1] & 0xff) << 16 | (magic[2] & 0xff) << 8;
      word |= magic[3] & 0xff;
      return switch (word) {
        case 0x7f454c46, 0xcffaedfe, 0xcefaedfe, 0xfeedfacf, 0xfeedface, 0xcafebabe -> true;
        default -> word >>> 16 == 0x4d5a;
      };
    } catch (IOException e) {
      return false;
    }
  }
}
