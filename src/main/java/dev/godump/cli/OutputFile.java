package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The file that {@code -o} names. */
final class OutputFile {
  private OutputFile() {}

  /** Returns the path of a file. */
  static Path of(String name) throws OperandException {
    if (name.isEmpty()) {
      throw new OperandException("-o needs the name of a file; is a variable of the shell empty?");
    }
    try {
      return Path.of(name);
    } catch (InvalidPathException e) {
      throw new OperandException("'" + name + "' is not a file name: " + e.getReason());
    }
  }

  /** Fails if a file is a dump that is read. */
  static void requireOther(Path file, String dump) throws IOException {
    Path read = dump.equals("-") ? null : Path.of(dump);
    if (read != null && Files.exists(file) && Files.exists(read) && Files.isSameFile(file, read)) {
      throw new OperandException("it is the dump itself that -o would replace");
    }
  }
}
