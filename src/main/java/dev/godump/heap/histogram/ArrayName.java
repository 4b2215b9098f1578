package dev.godump.heap.histogram;

/** Names of array types, such as {@code [171]uint8}, without their lengths. */
public final class ArrayName {
  /** The length of a type that is not an array. */
  public static final long NONE = -1;

  private ArrayName() {}

  /**
   * Returns the name of a slice of an array's elements, as {@code []main.T}, with {@code byte} for
   * {@code uint8}; other names stay as they are.
   */
  public static String folded(String name) {
    if (length(name) == NONE) {
      return name;
    }
    String element = name.substring(name.indexOf(']') + 1);
    return "[]" + (element.equals("uint8") ? "byte" : element);
  }

  /** Returns the length in an array's name, or {@link #NONE} for other names. */
  static long length(String name) {
    int end = name.indexOf(']');
    if (!name.startsWith("[") || end < 2) {
      return NONE;
    }
    long length = 0;
    for (int i = 1; i < end; i++) {
      char digit = name.charAt(i);
      if (digit < '0' || digit > '9' || length > Long.MAX_VALUE / 10 - 1) {
        return NONE;
      }
      length = 10 * length + digit - '0';
    }
    return length;
  }
}
