package dev.godump.spark;

import dev.godump.binary.file.Executable;
import dev.godump.binary.file.ExecutableException;
import dev.godump.binary.file.Executables;
import dev.godump.graph.HeapGraph;
import dev.godump.types.program.ExecutableMatch;
import dev.godump.types.program.InitialPointers;
import dev.godump.types.program.Program;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * The executables of a folder, copied to an executor's disk once each. A dump doesn't have the
 * build id of its program, so each executable is compared with it, first those whose name is part
 * of the dump's path. Thread-safe.
 */
final class ExecutableFolder {
  private static final Map<String, ExecutableFolder> KNOWN = new ConcurrentHashMap<>();

  private final Configuration hadoop;
  private final Path directory;
  private final List<org.apache.hadoop.fs.Path> files;
  private final Map<org.apache.hadoop.fs.Path, Path> copies = new HashMap<>();

  private ExecutableFolder(
      Configuration hadoop, Path directory, List<org.apache.hadoop.fs.Path> files) {
    this.hadoop = hadoop;
    this.directory = directory;
    this.files = files;
  }

  /**
   * Returns a folder, with the same copies as long as its files are the same.
   *
   * @param scratch where to copy the executables to
   */
  static ExecutableFolder of(String name, Configuration hadoop, Path scratch) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(name);
    FileStatus[] listed = folder.getFileSystem(hadoop).listStatus(folder);
    FileStatus[] found =
        Arrays.stream(listed)
            .filter(FileStatus::isFile)
            .sorted(Comparator.comparing(FileStatus::getPath))
            .toArray(FileStatus[]::new);
    StringBuilder contents = new StringBuilder(scratch.toString());
    for (FileStatus file : found) {
      contents.append('\0').append(file.getPath()).append('\0').append(file.getLen());
      contents.append('\0').append(file.getModificationTime());
    }
    List<org.apache.hadoop.fs.Path> files = Arrays.stream(found).map(FileStatus::getPath).toList();
    synchronized (KNOWN) {
      ExecutableFolder known = KNOWN.get(contents.toString());
      if (known == null) {
        Path directory = Files.createTempDirectory(scratch, "godump-exes");
        directory.toFile().deleteOnExit();
        known = new ExecutableFolder(hadoop, directory, files);
        KNOWN.put(contents.toString(), known);
      }
      return known;
    }
  }

  /** Opens the program that wrote a dump; empty if it is not in the folder. */
  Optional<Program> programOf(HeapGraph graph, String dump) throws IOException {
    List<org.apache.hadoop.fs.Path> order = new ArrayList<>(files);
    order.sort(Comparator.comparingInt(file -> -namedAt(dump, baseName(file))));
    for (org.apache.hadoop.fs.Path file : order) {
      Optional<Program> program = open(copyOf(file), graph);
      if (program.isPresent()) {
        return program;
      }
    }
    return Optional.empty();
  }

  /**
   * Where a path has a name as a word of its own, the last if there are several; -1 if nowhere. The
   * nearer to the end, the more likely is the name that of the build.
   */
  static int namedAt(String path, String name) {
    int at = path.lastIndexOf(name);
    while (at >= 0 && !(isEdge(path, at - 1) && isEdge(path, at + name.length()))) {
      at = path.lastIndexOf(name, at - 1);
    }
    return at;
  }

  private static boolean isEdge(String path, int at) {
    return at < 0 || at >= path.length() || !Character.isLetterOrDigit(path.charAt(at));
  }

  /** The name of a file without {@code .zst}. */
  private static String baseName(org.apache.hadoop.fs.Path file) {
    return file.getName().replaceFirst("\\.zst$", "");
  }

  private static Optional<Program> open(Path file, HeapGraph graph) throws IOException {
    Executable executable;
    try {
      executable = Executables.open(file.toString(), graph.process().params().arch());
    } catch (ExecutableException e) {
      // another kind of file
      return Optional.empty();
    }
    boolean found = false;
    try {
      Program program = Program.of(executable);
      ExecutableMatch match = ExecutableMatch.of(graph.process(), program);
      Program placed = program.withSlide(match.slide());
      found = match.matches() && InitialPointers.of(graph, placed).agree();
      return found ? Optional.of(placed) : Optional.empty();
    } catch (ExecutableException e) {
      return Optional.empty();
    } finally {
      if (!found) {
        executable.close();
      }
    }
  }

  private synchronized Path copyOf(org.apache.hadoop.fs.Path file) throws IOException {
    Path known = copies.get(file);
    if (known == null) {
      known = directory.resolve(copies.size() + "-" + file.getName());
      known.toFile().deleteOnExit();
      FileSystem system = file.getFileSystem(hadoop);
      try (InputStream in = system.open(file)) {
        Files.copy(in, known, StandardCopyOption.REPLACE_EXISTING);
      }
      copies.put(file, known);
    }
    return known;
  }
}
