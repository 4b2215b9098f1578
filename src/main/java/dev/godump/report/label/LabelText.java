package dev.godump.report.label;

import dev.godump.heap.roots.GoroutineLabels.LabelSet;
import dev.godump.report.text.Json;
import dev.godump.report.text.TerminalEscaper;
import dev.godump.types.value.Label;
import dev.godump.types.value.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Shows the pprof labels of goroutines. */
final class LabelText {
  /** Explains an unknown text. */
  static final String UNKNOWN =
      "0x…[N]: a constant of N bytes, which is not in the dump: --exe PATH reads it";

  private final Secrets secrets;
  private final String none;

  /**
   * @param secrets hides contents if requested
   * @param key of the only labels that sets have; empty if they have all
   */
  LabelText(Secrets secrets, Optional<String> key) {
    this.secrets = secrets;
    this.none = key.map(name -> "(no label " + name + ")").orElse("(no labels)");
  }

  /** Returns the labels of a set, such as {@code route=/orders tenant=acme}. */
  String text(LabelSet set) {
    if (set.labels().isEmpty()) {
      return "(labels unknown)";
    }
    return set.isEmpty()
        ? none
        : set.labels().get().stream()
            .map(label -> quoted(label.key()) + "=" + quoted(label.value()))
            .collect(Collectors.joining(" "));
  }

  /** Quotes a text that could be taken for several. */
  private String quoted(Label.Part part) {
    String text = part.text(secrets);
    boolean plain =
        !text.isEmpty()
            && text.chars().allMatch(c -> c > ' ' && c != '=' && c != '"' && c != '(' && c != ')');
    return plain ? text : TerminalEscaper.quote(text);
  }

  /** Returns the labels of a set; null if they are unknown. */
  Optional<List<Map<String, Object>>> json(LabelSet set) {
    return set.labels().map(labels -> labels.stream().map(this::json).toList());
  }

  private Map<String, Object> json(Label label) {
    Json.Fields fields = Json.fields();
    add(fields, "key", label.key());
    add(fields, "value", label.value());
    return fields;
  }

  private void add(Json.Fields fields, String name, Label.Part part) {
    if (part.isKnown()) {
      fields.with(name, part.text(secrets));
    } else {
      fields
          .withNull(name)
          .withAddress(name + "_address", part.address())
          .with(name + "_length", part.length());
    }
  }
}
