package dev.godump.types.value;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.GoType.Kind;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The key of a map entry as a user writes it: {@code "name"}, {@code 42}, {@code true}, or {@code
 * 0xc000012340} for a pointer.
 *
 * @param text the bytes of a string; null for other keys
 * @param bits of a number, bool or pointer, as memory has them
 */
record KeyLiteral(byte @Nullable [] text, long bits) {
  /** The most bytes of a string to compare at once. */
  private static final int MAX_TEXT = 1 << 16;

  /** Parses a key, or returns null if it is not of these kinds. */
  static @Nullable KeyLiteral parse(String key) {
    if (key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")) {
      return new KeyLiteral(unquoted(key).getBytes(StandardCharsets.UTF_8), 0);
    }
    if (key.equals("true") || key.equals("false")) {
      return new KeyLiteral(null, key.equals("true") ? 1 : 0);
    }
    try {
      return new KeyLiteral(
          null,
          key.startsWith("0x")
              ? Long.parseUnsignedLong(key.substring(2), 16)
              : key.startsWith("-") ? Long.parseLong(key) : Long.parseUnsignedLong(key));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Removes the quotes, and the backslashes before quotes and backslashes. */
  private static String unquoted(String key) {
    return key.substring(1, key.length() - 1).replaceAll("\\\\([\"\\\\])", "$1");
  }

  /** Whether keys of a type can be compared. */
  static boolean isComparable(GoType type) {
    return switch (type.kind()) {
      case STRING, INTERFACE, POINTER, UNSAFE_POINTER, CHAN -> true;
      default -> isNumber(type);
    };
  }

  private static boolean isNumber(GoType type) {
    return switch (type.kind()) {
      case BOOL, INT, INT8, INT16, INT32, INT64, UINT, UINT8, UINT16, UINT32, UINT64, UINTPTR ->
          true;
      default -> false;
    };
  }

  /** Whether a key in memory equals this one. */
  boolean matches(GoType type, ValueLocation at, ValueReader values, HeapTypes types)
      throws IOException {
    int word = values.wordSize();
    if (type.size() <= 0 || !at.isPresent(0, (int) Math.min(type.size(), 2L * word))) {
      return false;
    }
    if (type.kind() == Kind.INTERFACE) {
      long first = at.unsigned(0, word);
      GoType held = types.typeOfDescriptor(types.dynamicType(first)).orElse(null);
      return held != null
          && held.kind() != Kind.INTERFACE
          && matches(
              held,
              held.isPointerShaped()
                  ? at.plus(word)
                  : values.location(at.unsigned(word, word)).constant(),
              values,
              types);
    }
    if (type.kind() == Kind.STRING) {
      return text != null
          && at.unsigned(word, word) == text.length
          && hasText(values.location(at.unsigned(0, word)));
    }
    int size = (int) Math.min(Long.BYTES, type.size());
    long mask = -1L >>> (Long.SIZE - Byte.SIZE * size);
    return text == null
        && isComparable(type)
        && at.unsigned(0, size) == (bits & mask)
        && isInRange(type, size);
  }

  /** Whether a number of some bytes can have these bits, so that 257 is not found as 1. */
  private boolean isInRange(GoType type, int size) {
    int unused = Long.SIZE - Byte.SIZE * size;
    boolean signed = type.kind().name().startsWith("INT");
    return (signed ? bits << unused >> unused : bits << unused >>> unused) == bits;
  }

  private boolean hasText(ValueLocation at) throws IOException {
    byte[] expected = text;
    if (expected == null) {
      return false;
    }
    for (int from = 0; from < expected.length; from += MAX_TEXT) {
      byte[] part = new byte[Math.min(MAX_TEXT, expected.length - from)];
      if (at.plus(from).copy(0, part) < part.length
          || !Arrays.equals(part, 0, part.length, expected, from, from + part.length)) {
        return false;
      }
    }
    return true;
  }
}
