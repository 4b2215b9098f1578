package dev.godump.types.program;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path to the innermost value at an offset: {@code [3].name}, {@code .groups[1].slots[2].elem}.
 *
 * @param text the path; empty for a value without parts; incomplete for padding
 * @param type type of the innermost value at the offset; null for padding
 */
public record FieldPath(String text, @Nullable GoType type) {
  private static final int MAX_DEPTH = 64;
  private static final int NONE = -1;

  /**
   * Returns the path to an offset in contiguous values of one type.
   *
   * @param count number of values; unless it is 1, the path starts with an index
   * @param offset bytes from the start of the first value
   */
  public static FieldPath of(GoType type, long count, long offset) {
    return of(type, count, offset, false);
  }

  /**
   * As {@link #of(GoType, long, long)}, with a path for people: a map for concurrent use has no
   * parts in it, as other maps.
   */
  public static FieldPath withWholeMaps(GoType type, long count, long offset) {
    return of(type, count, offset, true);
  }

  private static FieldPath of(GoType type, long count, long offset, boolean wholeMaps) {
    if (offset < 0) {
      throw new IllegalArgumentException("offset " + offset + " is negative");
    }
    StringBuilder path = new StringBuilder();
    long rest = offset;
    if (count != 1 && type.size() > 0) {
      path.append('[').append(rest / type.size()).append(']');
      rest %= type.size();
    }
    GoType at = type;
    int end = NONE;
    for (int depth = 0; at != null && depth < MAX_DEPTH; depth++) {
      boolean map = SyncMapParts.isMap(at.name()) || SyncMapParts.isReadOnly(at.name());
      if (wholeMaps && end == NONE && map) {
        end = path.length();
      }
      if (at.kind() == Kind.STRUCT) {
        Field field = fieldAt(at.fields(), rest);
        if (field == null) {
          return new FieldPath(path.substring(0, end == NONE ? path.length() : end), null);
        }
        path.append('.').append(field.name());
        rest -= field.offset();
        at = field.type();
      } else if (at.kind() == Kind.ARRAY && at.elem() != null && at.elem().size() > 0) {
        path.append('[').append(rest / at.elem().size()).append(']');
        rest %= at.elem().size();
        at = at.elem();
      } else {
        break;
      }
    }
    return new FieldPath(path.substring(0, end == NONE ? path.length() : end), at);
  }

  private static @Nullable Field fieldAt(List<Field> fields, long offset) {
    for (Field field : fields) {
      if (offset >= field.offset() && offset < field.offset() + field.type().size()) {
        return field;
      }
    }
    return null;
  }
}
