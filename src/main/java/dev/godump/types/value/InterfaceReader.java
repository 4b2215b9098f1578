package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads interfaces: a word for the dynamic type, and a data word. */
final class InterfaceReader {
  private final ValueReader values;
  private final HeapTypes types;
  private final Limits limits;
  private final Secrets secrets;

  InterfaceReader(ValueReader values, HeapTypes types, Limits limits, Secrets secrets) {
    this.values = values;
    this.types = types;
    this.limits = limits;
    this.secrets = secrets;
  }

  GoValue read(ValueLocation location, Depth depth) throws IOException {
    int word = values.wordSize();
    if (!location.isPresent(0, 2 * word)) {
      return GoValue.Unknown.NOT_IN_DUMP;
    }
    long first = location.unsigned(0, word);
    long data = location.unsigned(word, word);
    if (first == 0) {
      return new GoValue.Nil();
    }
    long descriptor = types.dynamicType(first);
    GoType type = types.typeOfDescriptor(descriptor).orElse(null);
    if (type == null && types.rootNames().isPresent()) {
      return new GoValue.Unknown("no known type at 0x" + Long.toHexString(descriptor));
    }
    if (type == null) {
      return new GoValue.Dynamic(null, descriptor, new GoValue.Pointer(data, null, null), null);
    }
    ValueLocation value =
        type.isPointerShaped() ? location.plus(word) : values.location(data).constant();
    GoValue held = values.read(type, value, depth.inside());
    return new GoValue.Dynamic(
        type, descriptor, held, secrets.isHidden() ? null : message(type, held, data));
  }

  /** The message of an error of the standard library; null for other values. */
  private @Nullable String message(GoType type, GoValue held, long data) throws IOException {
    GoType struct = type.kind() == Kind.POINTER ? type.elem() : type;
    if (struct == null || !WellKnownStructs.isError(struct.name())) {
      return null;
    }
    GoValue value =
        held instanceof GoValue.Pointer
            ? values.read(struct, values.location(data), new Depth(1, limits.depth()))
            : held;
    return value instanceof GoValue.Struct s ? WellKnownStructs.message(s) : null;
  }
}
