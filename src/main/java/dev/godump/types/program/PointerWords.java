package dev.godump.types.program;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import org.jspecify.annotations.Nullable;

/** Finds the words of a value on the stack that the collector treats as pointers. */
final class PointerWords {
  private static final int MAX_DEPTH = 64;

  /**
   * The maximum number of parts to visit. The rest is ignored: large variables are not on the
   * stack.
   */
  private static final int MAX_STEPS = 1 << 12;

  private final LongArrayList offsets = new LongArrayList();
  private int steps;

  private PointerWords() {}

  /**
   * Returns their offsets in ascending order. For an interface only the second word counts: the
   * first is a type or an itab, which frames don't list since Go 1.11.
   */
  static long[] offsetsIn(GoType type) {
    PointerWords of = new PointerWords();
    of.add(type, 0, 0);
    return of.offsets.toLongArray();
  }

  private void add(@Nullable GoType type, long at, int depth) {
    if (type == null || depth == MAX_DEPTH || steps++ > MAX_STEPS) {
      return;
    }
    switch (type.kind()) {
      case POINTER, MAP, CHAN, FUNC, UNSAFE_POINTER, STRING, SLICE -> offsets.add(at);
      case INTERFACE -> offsets.add(at + type.size() / 2);
      case STRUCT -> {
        for (Field field : type.fields()) {
          add(field.type(), at + field.offset(), depth + 1);
        }
      }
      case ARRAY -> {
        GoType elem = type.elem();
        int before = offsets.size();
        for (long i = 0;
            elem != null && elem.size() > 0 && i < type.length() && steps <= MAX_STEPS;
            i++) {
          add(elem, at + i * elem.size(), depth + 1);
          if (offsets.size() == before) {
            return;
          }
        }
      }
      default -> {
        // no pointers
      }
    }
  }
}
