package dev.godump.core.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Freezes the cgroup of a process, with all that runs in it (Linux, cgroup-v2.rst). */
record CgroupFreeze(Path directory) implements Stop {
  private static final String SWITCH = "cgroup.freeze";
  private static final String UNIFIED = "0::";

  /**
   * Finds the cgroup of a process.
   *
   * @throws ProcessException if it can't be frozen
   */
  static CgroupFreeze of(ProcFiles process) throws IOException {
    String path =
        path(process.text("cgroup"))
            .orElseThrow(() -> new ProcessException("it is in no cgroup of version 2"));
    String own = path(Files.readString(Path.of("/proc/self/cgroup"))).orElse("");
    if (path.equals("/")) {
      throw new ProcessException("it is in the root cgroup, which can't be frozen");
    }
    if ((own + "/").startsWith(path + "/")) {
      throw new ProcessException(
          "godump is in the cgroup of the process, " + path + ", and would freeze itself");
    }
    Path directory =
        directory(path)
            .orElseThrow(() -> new ProcessException("its cgroup, " + path + ", is not mounted"));
    if (!Files.isWritable(directory.resolve(SWITCH))) {
      throw new ProcessException("no permission to freeze its cgroup, " + directory);
    }
    return new CgroupFreeze(directory);
  }

  private static Optional<String> path(String lines) {
    return lines
        .lines()
        .filter(line -> line.startsWith(UNIFIED))
        .map(line -> line.substring(UNIFIED.length()))
        .findFirst();
  }

  /** Returns the directory of a cgroup under the first mount that has it (mountinfo in proc(5)). */
  private static Optional<Path> directory(String path) throws IOException {
    return Files.readString(Path.of("/proc/self/mountinfo"))
        .lines()
        .filter(line -> line.contains(" - cgroup2 "))
        .map(line -> line.split(" ", -1))
        .filter(words -> words[3].equals("/") || (path + "/").startsWith(words[3] + "/"))
        .map(
            words ->
                Path.of(
                    words[4] + (words[3].equals("/") ? path : path.substring(words[3].length()))))
        .filter(Files::isDirectory)
        .findFirst();
  }

  @Override
  public boolean isStoppedByOthers() throws IOException {
    return Files.readString(directory.resolve(SWITCH)).strip().equals("1");
  }

  @Override
  public String begin() {
    return "echo 1 >\"$1\"";
  }

  @Override
  public String end() {
    return "echo 0 >\"$1\"";
  }

  @Override
  public String operand() {
    return directory.resolve(SWITCH).toString();
  }

  @Override
  public List<String> running() throws IOException {
    boolean frozen =
        Files.readString(directory.resolve("cgroup.events")).lines().anyMatch("frozen 1"::equals);
    return frozen ? List.of() : List.of("its cgroup does not freeze");
  }
}
