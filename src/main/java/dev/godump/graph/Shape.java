package dev.godump.graph;

/**
 * The size and pointer fields of an object: what is known without types. Objects of one type and
 * length have one shape.
 *
 * @param size of the slot in bytes
 * @param pointers number of pointer fields
 * @param offsets the first {@value #MAX_OFFSETS} of them, ascending, in bytes
 * @param hash of all of them
 */
public record Shape(long size, long pointers, long[] offsets, long hash) {
  public static final int MAX_OFFSETS = 64;

  private static final long MIX = 0x9e3779b97f4a7c15L;

  /** Characters after which a list is cut, so that a table row fits a terminal. */
  private static final int MAX_LIST_CHARS = 10;

  /**
   * Returns the {@link #hash} of a list of offsets with one more appended; that of an empty list is
   * 0.
   */
  public static long hash(long hash, long offset) {
    long next = (hash + offset + 1) * MIX;
    return next ^ next >>> 29;
  }

  /**
   * Returns {@code noptr 64 B}, {@code ptrs@0,8 of 96 B}, {@code ptrs@0,8..504 of 512 B}. A list
   * too long to show ends with the number of pointers and a part of the hash, to be
   * distinguishable.
   */
  @Override
  public String toString() {
    if (pointers == 0) {
      return "noptr " + size + " B";
    }
    return "ptrs@" + list() + " of " + size + " B";
  }

  private String list() {
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < offsets.length && text.length() < MAX_LIST_CHARS) {
      text.append(i > 0 ? "," : "").append(offsets[i]);
      int end = runEnd(i);
      boolean run = end - i > 2;
      if (run) {
        boolean goesOn = end == offsets.length && pointers > offsets.length;
        text.append(',').append(offsets[i + 1]).append("..").append(goesOn ? "" : offsets[end - 1]);
      }
      i = run ? end : i + 1;
    }
    if (i < pointers) {
      text.append(",… (").append(pointers).append(" in all, #");
      text.append(String.format("%06x", hash >>> 40)).append(')');
    }
    return text.toString();
  }

  /** Returns the end of the longest sequence of equal steps that starts at an index. */
  private int runEnd(int start) {
    int end = start + 1;
    while (end < offsets.length
        && (end == start + 1
            || offsets[end] - offsets[end - 1] == offsets[start + 1] - offsets[start])) {
      end++;
    }
    return end;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape
        && shape.size == size
        && shape.pointers == pointers
        && shape.hash == hash;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(size * 31 + hash);
  }
}
