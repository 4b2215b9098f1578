package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import java.io.IOException;

/** A structure of the runtime whose fields are read by name. */
final class StructReader {
  private final GoType type;
  private final ValueLocation location;

  StructReader(GoType type, ValueLocation location) {
    this.type = type;
    this.location = location;
  }

  /** Whether all of it is in the dump. */
  boolean isPresent() throws IOException {
    return type.size() > 0 && type.size() < 1 << 12 && location.isPresent(0, (int) type.size());
  }

  /**
   * A number or an address; 0 of a field that it doesn't have. Of a field that is a struct, what
   * stands first in it.
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
