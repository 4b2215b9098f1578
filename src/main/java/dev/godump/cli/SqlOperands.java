package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The operands of {@code godump sql}: dumps, and a query before or after them. A word is a query if
 * it has a space and is not the name of a file.
 *
 * @param query empty to read queries from standard input
 */
record SqlOperands(List<String> dumps, Optional<String> query) {
  static SqlOperands of(List<String> words) throws OperandException {
    List<String> dumps = new ArrayList<>(words);
    List<String> queries = words.stream().filter(SqlOperands::isQuery).toList();
    if (queries.size() > 1) {
      throw new OperandException("one query at a time; or write them to standard input");
    }
    dumps.removeAll(queries);
    if (dumps.isEmpty()) {
      throw new OperandException("missing DUMP");
    }
    if (dumps.contains("-")
        && (queries.isEmpty() || dumps.indexOf("-") != dumps.lastIndexOf("-"))) {
      throw new OperandException("standard input is either one dump or the queries");
    }
    return new SqlOperands(dumps, queries.stream().findFirst());
  }

  private static boolean isQuery(String word) {
    try {
      return word.strip().chars().anyMatch(Character::isWhitespace) && !Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return true;
    }
  }
}
