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
 * it has a space, or is a command of the prompt such as {@code .tables}, and is not the name of a
 * file.
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
    List<String> missing = dumps.stream().filter(dump -> !isFile(dump)).toList();
    if (queries.isEmpty() && !missing.isEmpty() && missing.size() < dumps.size()) {
      throw new OperandException(
          missing.get(0)
              + ": no such file, and no query: a query is one argument with a space, such as 'SHOW TABLES'");
    }
    if (dumps.contains("-")
        && (queries.isEmpty() || dumps.indexOf("-") != dumps.lastIndexOf("-"))) {
      throw new OperandException("standard input is either one dump or the queries");
    }
    return new SqlOperands(dumps, queries.stream().findFirst());
  }

  private static boolean isQuery(String word) {
    return !isFile(word)
        && (SqlStatements.isPromptCommand(word)
            || word.strip().chars().anyMatch(Character::isWhitespace));
  }

  private static boolean isFile(String word) {
    try {
      return word.equals("-") || Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
