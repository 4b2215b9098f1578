package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.TextWriter;
import dev.godump.types.value.GoValue;
import java.util.List;
import java.util.Map;

/**
 * What an object or a variable holds, in every form.
 *
 * @param value of it, or null if it isn't known
 * @param type of the value, or null
 * @param header bytes of the slot that come before it
 */
public record ObjectValue(GoValue value, GoType type, int header) {
  /** Of an object of which nothing is known. */
  public static final ObjectValue NONE = new ObjectValue(null, null, 0);

  /** Parts by name, after an empty line; nothing if nothing is known. */
  public void text(TextWriter out) {
    if (value == null) {
      return;
    }
    out.line();
    out.heading(
        header == 0 ? "Holds" : "Holds (after " + header + " bytes of the allocator's own)");
    boolean made =
        value instanceof GoValue.Entries
            || value instanceof GoValue.Channel
            || value instanceof GoValue.Elements;
    String head = made ? ValueText.head(value, type) : "";
    if (!head.isEmpty()) {
      out.line("  " + head);
    }
    List<GoValue.Field> parts = parts();
    if (!parts.isEmpty()) {
      out.table(ValueTree.table(parts, out.columns()));
    }
    long more = ValueTree.unread(value);
    if (more > 0) {
      out.line("  " + Amounts.count(more) + " more: --elements shows more");
    }
  }

  private List<GoValue.Field> parts() {
    boolean made = value instanceof GoValue.Entries || value instanceof GoValue.Channel;
    return made ? ValueTree.children(value, type) : ValueTree.parts(value, type);
  }

  /**
   * Its fields; of several values, these; of anything else that has no parts, one without a name.
   */
  public List<Map<String, Object>> fields() {
    return value == null ? List.of() : ValueJson.fields(parts());
  }

  /** What is no struct and no array as one value; else null. */
  public Object json() {
    boolean inFields = value == null || value instanceof GoValue.Struct;
    return inFields ? null : ValueJson.of(value, type);
  }
}
