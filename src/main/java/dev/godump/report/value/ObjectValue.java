package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.report.text.TextWriter;
import dev.godump.types.value.GoValue;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of an object or a variable, as text and JSON.
 *
 * @param value or null if unknown
 * @param type of the value, or null if unknown
 * @param header bytes of the slot that precede the value
 */
public record ObjectValue(@Nullable GoValue value, @Nullable GoType type, int header) {
  /** An unknown value. */
  public static final ObjectValue NONE = new ObjectValue(null, null, 0);

  /** Writes an empty line and the parts of the value, or nothing if it is unknown. */
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
    List<GoValue.Field> parts = parts(value);
    if (!parts.isEmpty()) {
      out.table(ValueTree.table(parts, out.columns()));
    }
    long more = ValueTree.unread(value);
    out.more(more, "--elements shows more");
  }

  /** Returns the number of entries of a map, or the length of a slice or channel; else empty. */
  public String length() {
    return value == null ? "" : ValueText.length(value, type);
  }

  private List<GoValue.Field> parts(GoValue whole) {
    boolean made = whole instanceof GoValue.Entries || whole instanceof GoValue.Channel;
    return made ? ValueTree.children(whole, type) : ValueTree.parts(whole, type);
  }

  /** Returns the fields, elements or entries, or any other value as a field without a name. */
  public List<Map<String, Object>> fields() {
    return value == null ? List.of() : ValueJson.fields(parts(value));
  }

  /** Returns the value as JSON, or null for a struct, whose fields suffice. */
  public @Nullable Object json() {
    return value == null || value instanceof GoValue.Struct ? null : ValueJson.of(value, type);
  }
}
