package dev.godump.core.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Linux tells about a process, in files (proc(5)). Every method throws an {@link IOException}
 * if the process has ended or may not be read.
 *
 * @param pid in the namespace of this process
 */
record ProcFiles(long pid) {
  static final int AT_PAGE_SIZE = 6;
  static final int AT_ENTRY = 9;

  /** A process or thread that {@code SIGSTOP} has stopped. */
  static final char STOPPED = 'T';

  Path file(String name) {
    return Path.of("/proc", Long.toString(pid), name);
  }

  String text(String name) throws IOException {
    return new String(Files.readAllBytes(file(name)), StandardCharsets.UTF_8);
  }

  /** Returns a field of {@code status}, such as {@code Tgid}; empty if this kernel has no such. */
  Optional<String> status(String field) throws IOException {
    return status("", field);
  }

  private Optional<String> status(String directory, String field) throws IOException {
    return text(directory + "status")
        .lines()
        .filter(line -> line.startsWith(field + ":"))
        .map(line -> line.substring(field.length() + 1).strip())
        .findFirst();
  }

  /** Returns the numbers of the threads in the namespace of this process. */
  List<Long> threads() throws IOException {
    List<Long> found = new ArrayList<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(file("task"))) {
      tasks.forEach(task -> found.add(Long.valueOf(task.getFileName().toString())));
    }
    return found;
  }

  /** Returns the state of a thread: {@code R}, {@code S}, {@code T} and so on. */
  char state(long thread) throws IOException {
    String stat = text("task/" + thread + "/stat");
    // the name before it is in parentheses and may have any character
    return stat.charAt(stat.lastIndexOf(')') + 2);
  }

  /** Returns the number that a thread has for itself, which differs in a container. */
  long ownNumber(long thread) throws IOException {
    String numbers = status("task/" + thread + "/", "NSpid").orElseGet(() -> Long.toString(thread));
    return Long.parseLong(numbers.substring(numbers.lastIndexOf('\t') + 1));
  }

  /**
   * Returns where a stopped thread is in the program; empty if it runs.
   *
   * @throws IOException also if this kernel does not tell
   */
  Optional<ProcessImage.StoppedThread> position(long thread) throws IOException {
    String[] words = text("task/" + thread + "/syscall").strip().split(" ", -1);
    if (words.length < 3) {
      return Optional.empty();
    }
    return Optional.of(
        new ProcessImage.StoppedThread(
            ownNumber(thread),
            Long.parseUnsignedLong(words[words.length - 1].substring(2), 16),
            Long.parseUnsignedLong(words[words.length - 2].substring(2), 16)));
  }

  List<Mapping> mappings() throws IOException {
    return text("maps").lines().flatMap(line -> Mapping.parse(line).stream()).toList();
  }

  /** Returns an entry of the auxiliary vector (getauxval(3)), or 0 if it has none. */
  long auxiliary(int wanted) throws IOException {
    ByteBuffer vector =
        ByteBuffer.wrap(Files.readAllBytes(file("auxv"))).order(ByteOrder.nativeOrder());
    while (vector.remaining() >= 16) {
      long type = vector.getLong();
      long value = vector.getLong();
      if (type == wanted) {
        return value;
      }
    }
    return 0;
  }
}
