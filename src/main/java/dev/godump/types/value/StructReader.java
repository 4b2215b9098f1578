package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import java.io.IOException;

/** Reads fields of a runtime structure by name. */
final class StructReader {
  private final GoType type;
  private final ValueLocation location;

  StructReader(GoType type, ValueLocation location) {
    this.type = type;
    this.location = location;
  }

  /** Whether the whole structure is in the dump. */
  boolean isPresent() throws IOException {
    return type.size() > 0 && type.size() < 1 << 12 && location.isPresent(0, (int) type.size());
  }

  /**
   * Reads a number or an address; 0 if there is no such field. If the field is a struct, reads its
   * first field.
   */
  long field(String field) throws IOException {
    for (GoType.Field each : type.fields()) {
      if (each.name().equals(field)) {
        GoType at = each.type();
        while (at.kind() == GoType.Kind.STRUCT && !at.fields().isEmpty()) {
          at = at.fields().get(0).type();
        }
        return location.unsigned(each.offset(), (int) Math.min(8, at.size()));
      }
    }
    return 0;
  }
}
