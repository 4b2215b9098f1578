package dev.godump.types;

import dev.godump.types.layout.ByteLayouts;

/**
 * Names of objects with several values, {@code [171]main.T}, and without the number of them. For
 * the bytes of a string they are {@code 171 string bytes} and {@code string bytes}.
 */
public final class ArrayName {
  /** The length of a type that is not an array. */
  public static final long NONE = -1;

  private static final String STRING_SUFFIX = " " + ByteLayouts.STRING_NAME;

  private ArrayName() {}

  /** Names several values of a type. */
  static String of(String element, long length) {
    return element.equals(ByteLayouts.STRING_NAME)
        ? length + STRING_SUFFIX
        : "[" + length + "]" + element;
  }

  /**
   * Returns the name of a slice of an array's elements, as {@code []main.T}, or {@code string
   * bytes}; other names stay as they are.
   */
  public static String withoutLength(String name) {
    String element = element(name);
    return element.equals(name) || element.equals(ByteLayouts.STRING_NAME)
        ? element
        : "[]" + element;
  }

  /** As {@link #withoutLength}, with {@code byte} for {@code uint8}. */
  public static String folded(String name) {
    String slice = withoutLength(name);
    return slice.startsWith("[]uint8") && !slice.equals(name)
        ? "[]byte" + slice.substring("[]uint8".length())
        : slice;
  }

  /** Returns the name of an array's elements; other names stay as they are. */
  public static String element(String name) {
    return length(name) == NONE ? name : name.substring(numberEnd(name) + 1);
  }

  /** Returns the length in an array's name, or {@link #NONE} for other names. */
  public static long length(String name) {
    int start = name.startsWith("[") ? 1 : 0;
    int end = numberEnd(name);
    if (end <= start) {
      return NONE;
    }
    long length = 0;
    for (int i = start; i < end; i++) {
      char digit = name.charAt(i);
      if (digit < '0' || digit > '9' || length > Long.MAX_VALUE / 10 - 1) {
        return NONE;
      }
      length = 10 * length + digit - '0';
    }
    return length;
  }

  /** The index behind the length, or -1. */
  private static int numberEnd(String name) {
    return name.startsWith("[")
        ? name.indexOf(']')
        : name.endsWith(STRING_SUFFIX) ? name.length() - STRING_SUFFIX.length() : -1;
  }
}
