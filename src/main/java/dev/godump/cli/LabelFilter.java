package dev.godump.cli;

import dev.godump.cli.Errors.OperandException;
import dev.godump.heap.roots.GoroutineLabels;
import dev.godump.heap.roots.GoroutineLabels.LabelSet;
import dev.godump.types.value.Label;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that selects goroutines by their pprof labels. */
final class LabelFilter {
  @Option(
      names = "--label",
      paramLabel = "KEY[=VALUE]",
      description = "Only goroutines with this pprof label. Repeat it for several labels.")
  private List<String> wanted = List.of();

  /** Whether the option is given. */
  boolean isSet() {
    return !wanted.isEmpty();
  }

  /**
   * Returns by number which sets of labels have all that are wanted.
   *
   * @throws OperandException if labels are unknown, or if texts are that may be wanted ones
   */
  boolean[] selected(GoroutineLabels labels) throws OperandException {
    boolean[] selected = new boolean[labels.count()];
    if (isSet() && !labels.isAvailable()) {
      throw new OperandException(
          "labels are unknown: the dump does not name the Go release that wrote it; add --exe PATH");
    }
    for (int set = 0; set < selected.length; set++) {
      selected[set] = true;
      for (String label : wanted) {
        selected[set] &= hasLabel(labels.get(set), label);
      }
    }
    return selected;
  }

  private static boolean hasLabel(LabelSet set, String wanted) throws OperandException {
    int equals = wanted.indexOf('=');
    return equals < 0
        ? has(set, wanted, null)
        : has(set, wanted.substring(0, equals), wanted.substring(equals + 1));
  }

  /**
   * Returns whether a set has a label.
   *
   * @param value null for any
   * @throws OperandException if texts are unknown that may be the wanted ones
   */
  static boolean has(LabelSet set, String key, @Nullable String value) throws OperandException {
    boolean possible = false;
    for (Label label : set.labels().orElse(List.of())) {
      if (mayBe(label.key(), key) && mayBe(label.value(), value)) {
        if (label.key().isKnown() && (value == null || label.value().isKnown())) {
          return true;
        }
        possible = true;
      }
    }
    if (possible) {
      throw new OperandException(
          "goroutines may have the label '"
              + (value == null ? key : key + "=" + value)
              + "', but its text is a constant that is not in the dump; add --exe PATH");
    }
    return false;
  }

  /** Whether a text is the wanted one, or may be. */
  private static boolean mayBe(Label.Part part, @Nullable String wanted) {
    return wanted == null
        || (part.isKnown()
            ? part.text().equals(wanted)
            : part.length() == wanted.getBytes(StandardCharsets.UTF_8).length);
  }
}
