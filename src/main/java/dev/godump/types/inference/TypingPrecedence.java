package dev.godump.types.inference;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Field;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.Certainty;
import dev.godump.types.inference.ObjectTypings.Typing;
import dev.godump.types.layout.ByteLayouts;
import dev.godump.types.layout.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Decides which of two typings of an object is kept: one that fills the slot before one that fills
 * a part, exact before inferred before guessed, larger before smaller, the type that contains the
 * other before the one contained, else the first. Counts contradictions between them.
 */
final class TypingPrecedence {
  /** Levels of nested first fields that are compared. */
  private static final int DEEPEST = 16;

  private long conflicts;

  /** How often two unrelated types both filled an object's slot, neither of them a guess. */
  long conflicts() {
    return conflicts;
  }

  /** Whether a typing that differs in layout or count replaces the current one. */
  boolean replaces(Typing current, Typing offered) {
    boolean bothFill = current.match().fills() && offered.match().fills();
    Layout one = current.layout();
    Layout other = offered.layout();
    if (one == other && bothFill) {
      return current.match() == offered.match()
          ? offered.count() > current.count()
          : offered.match().compareTo(current.match()) > 0;
    }
    if (current.match().fills() == offered.match().fills() && ByteLayouts.includes(other, one)) {
      return true;
    }
    if (bothFill && (one.specializes(other) || other.specializes(one))) {
      return other.specializes(one);
    }
    if (bothFill
        && !related(one, other)
        && offered.certainty() != Certainty.GUESS
        && current.certainty() != Certainty.GUESS) {
      conflicts++;
    }
    if (offered.rank() != current.rank()) {
      return offered.rank() > current.rank();
    }
    return offered.size() == current.size()
        ? startsWith(other.type, one.type)
        : offered.size() > current.size();
  }

  /** Whether a value of one layout starts with one of the other, or both are bytes. */
  static boolean related(Layout one, Layout other) {
    return (ByteLayouts.isBytes(one) && ByteLayouts.isBytes(other))
        || startsWith(one.type, other.type)
        || startsWith(other.type, one.type);
  }

  private static boolean startsWith(GoType outer, GoType inner) {
    GoType type = outer;
    for (int depth = 0; depth < DEEPEST; depth++) {
      GoType first = firstField(type);
      if (first != null) {
        type = first;
      } else if (type.kind() == Kind.ARRAY && type.elem() != null) {
        type = type.elem();
      } else {
        return false;
      }
      if (type == inner || (type.name().equals(inner.name()) && type.size() == inner.size())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The first field of a struct that has a size, such as the one after a mutex's {@code noCopy}; or
   * null.
   */
  private static @Nullable GoType firstField(GoType type) {
    if (type.kind() == Kind.STRUCT) {
      for (Field field : type.fields()) {
        if (field.offset() != 0 || field.type().size() > 0) {
          return field.offset() == 0 ? field.type() : null;
        }
      }
    }
    return null;
  }
}
