package dev.godump.analysis.waste;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes the size of a struct with its fields in the best order. Sorted by alignment, largest
 * first, fields have no gaps, since a type's size is a multiple of its alignment
 * (cmd/compile/internal/types/size.go).
 */
final class FieldOrder {
  private static final int MAX_DEPTH = 64;

  private final int pointerSize;

  /**
   * @param pointerSize bytes of a pointer; only the alignment of 64-bit atomics can exceed it
   */
  FieldOrder(int pointerSize) {
    this.pointerSize = pointerSize;
  }

  /** Returns the bytes of a struct with its fields in the best order; its own size if unknown. */
  long bestSize(GoType struct) {
    List<Field> fields = struct.fields();
    long sum = 0;
    for (Field field : fields) {
      sum += field.type().size();
    }
    long alignment = alignment(struct, 0);
    long best = (sum + alignment - 1) / alignment * alignment;
    return fields.isEmpty() || best <= 0 || best > struct.size() ? struct.size() : best;
  }

  private long alignment(@Nullable GoType type, int depth) {
    if (type == null || depth > MAX_DEPTH) {
      return pointerSize;
    }
    return switch (type.kind()) {
      case STRUCT -> {
        boolean aligned =
            type.size() == 8 && type.name().contains("atomic.") && type.name().endsWith("64");
        long most = aligned ? 8 : 1;
        for (Field field : type.fields()) {
          most = Math.max(most, alignment(field.type(), depth + 1));
        }
        yield most;
      }
      case ARRAY -> alignment(type.elem(), depth + 1);
      case COMPLEX64 -> 4;
      default ->
          type.kind() == Kind.INVALID
              ? pointerSize
              : Math.max(1, Math.min(pointerSize, Long.lowestOneBit(type.size() | pointerSize)));
    };
  }
}
