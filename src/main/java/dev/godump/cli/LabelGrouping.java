package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.heap.roots.GoroutineLabels;
import java.util.Optional;

/**
 * How goroutines are grouped by their pprof labels.
 *
 * @param key of the label to group by; empty for all labels together
 */
record LabelGrouping(Optional<String> key) {
  /** The name in options. */
  static final String NAME = "label";

  /** How options describe it. */
  static final String HELP = "label:KEY groups by the label KEY alone.";

  private static final String WITH_KEY = NAME + ":";

  /** Parses {@code label} or {@code label:KEY}; empty for another text. */
  static Optional<LabelGrouping> parse(String text) {
    if (text.startsWith(WITH_KEY)) {
      return Optional.of(new LabelGrouping(Optional.of(text.substring(WITH_KEY.length()))));
    }
    return text.equals(NAME) ? Optional.of(new LabelGrouping(Optional.empty())) : Optional.empty();
  }

  /**
   * Returns the labels to group by.
   *
   * @throws OperandException if keys are unknown that may be the wanted one
   */
  GoroutineLabels of(GoroutineLabels all) throws OperandException {
    if (key.isEmpty()) {
      return all;
    }
    for (int set = 0; set < all.count(); set++) {
      LabelFilter.has(all.get(set), key.get(), null);
    }
    return all.withKey(key.get());
  }
}
