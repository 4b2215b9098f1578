package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.HeapTypes;
import dev.godump.types.value.GoValue.Field;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads function values: closures with the variables they captured. */
final class FunctionReader {
  private final ValueReader values;
  private final HeapTypes types;

  FunctionReader(ValueReader values, HeapTypes types) {
    this.values = values;
    this.types = types;
  }

  GoValue read(long closure, Depth depth) throws IOException {
    ValueLocation location = values.location(closure);
    if (!location.isPresent(0, values.wordSize())) {
      return new GoValue.Function(closure, null, List.of());
    }
    String name = types.nameOfFunction(location.unsigned(0, values.wordSize())).orElse(null);
    return new GoValue.Function(closure, name, captured(closure, location, depth));
  }

  /** The fields of a closure after the function's address. */
  private List<Field> captured(long closure, ValueLocation location, Depth depth)
      throws IOException {
    GoType type = values.typeAt(closure);
    if (type == null || type.kind() != Kind.STRUCT || !values.enter(closure, depth)) {
      return List.of();
    }
    try {
      List<Field> captured = new ArrayList<>();
      for (GoType.Field field :
          type.fields().subList(Math.min(1, type.fields().size()), type.fields().size())) {
        GoValue value =
            values.read(field.type(), location.plus(field.offset()), depth.behindPointer());
        captured.add(new Field(field.name(), field.offset(), field.type(), value));
      }
      return List.copyOf(captured);
    } finally {
      values.leave(closure);
    }
  }
}
