package dev.godump.report.text;

import java.util.Map;
import java.util.Optional;

/** An answer that can be written in every format. */
public interface Report {

  /** Writes the answer as text, in at most 100 columns if names allow. */
  void text(TextWriter out);

  /**
   * Returns the fields of the answer in order. Values are numbers, strings, booleans, null, maps
   * and iterables of those, and suppliers of values that are known only when they are written.
   * Iterables are iterated once, while they are written.
   */
  Map<String, Object> json();

  /**
   * Returns the objects that JSON lines have, each created when it is written, or empty if the
   * answer is not a list: by default the rows of the table.
   */
  default Optional<Iterable<Map<String, Object>>> lines() {
    return csv().map(Table::json);
  }

  /** Returns the rows that CSV has, or empty if the answer is not a table. */
  default Optional<Table<?>> csv() {
    return Optional.empty();
  }
}
