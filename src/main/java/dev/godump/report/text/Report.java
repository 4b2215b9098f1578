package dev.godump.report.text;

import java.util.Map;
import java.util.Optional;

/** An answer that can be shown in every format. */
public interface Report {

  /** Writes it for a person, in at most 100 columns where names allow. */
  void text(TextWriter out);

  /**
   * Its fields by name, in order. Values are numbers, strings, booleans, null, and maps and
   * iterables of those, or suppliers of what is known only then; iterables are gone through once,
   * as they are written.
   */
  Map<String, Object> json();

  /** What CSV shows; empty where the answer is no table. */
  default Optional<Table<?>> csv() {
    return Optional.empty();
  }
}
