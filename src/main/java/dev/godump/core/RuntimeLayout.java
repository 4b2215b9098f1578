package dev.godump.core;

import dev.godump.core.LayoutRow.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The structures of the runtime of a program: offsets and lengths of fields, numbers of constants,
 * and the texts of wait reasons.
 *
 * @param minor the minor version of the program's release
 * @param doubt why the row may not be that of the program, as a sentence; empty if it is
 */
record RuntimeLayout(int minor, LayoutRow row, Optional<String> doubt) {
  /** Returns the layout with other fields. */
  RuntimeLayout with(Map<String, Field> moved) {
    Map<String, Field> fields = new HashMap<>(row.fields());
    fields.putAll(moved);
    return new RuntimeLayout(
        minor, new LayoutRow(fields, row.sizes(), row.constants(), row.waitReasons()), doubt);
  }

  boolean has(String field) {
    return row.fields().containsKey(field);
  }

  /** Returns a field such as {@code mspan.elemsize} that the release has. */
  Field field(String name) {
    Field field = row.fields().get(name);
    if (field == null) {
      throw new IllegalArgumentException("Go 1." + minor + " has no field " + name);
    }
    return field;
  }

  /** Returns the offset of a field that the release has, in bytes. */
  int offset(String name) {
    return field(name).offset();
  }

  /** Returns the size of a structure in bytes, or 0 if the release doesn't have it. */
  int size(String structure) {
    return row.sizes().getOrDefault(structure, 0);
  }

  /** Returns the number of a constant, or -1 if the release doesn't have it. */
  int constant(String name) {
    return row.constants().getOrDefault(name, -1);
  }

  /** Returns the text of a wait reason (runtime2.go waitReasonStrings). */
  String waitReason(int number) {
    return row.waitReasons().getOrDefault(number, "unknown wait reason");
  }
}
