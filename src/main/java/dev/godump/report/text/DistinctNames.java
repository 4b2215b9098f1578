package dev.godump.report.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shortens the names of a column so that different names stay different: those that would look the
 * same show the part in which they differ, instead of their ends.
 */
final class DistinctNames {
  private final int width;

  /** Full names by shortened one. */
  private final Map<String, Set<String>> namesByShortened = new HashMap<>();

  /**
   * @param names all names of the column
   * @param width columns that a name has at most, at least 1
   */
  DistinctNames(List<String> names, int width) {
    this.width = width;
    for (String name : names) {
      namesByShortened
          .computeIfAbsent(NameShortener.shorten(name, width), s -> new HashSet<>())
          .add(name);
    }
  }

  /** Shortens one of the names. */
  String shorten(String name) {
    String shortened = NameShortener.shorten(name, width);
    Set<String> same = namesByShortened.getOrDefault(shortened, Set.of());
    return same.size() < 2 ? shortened : difference(name, same);
  }

  /** The start of a name, and its text from the first character in which names differ. */
  private String difference(String name, Set<String> names) {
    int common = name.length();
    for (String other : names) {
      if (!other.equals(name)) {
        common = Math.min(common, commonStart(name, other));
      }
    }
    int head = Math.min(width / 4, common);
    int rest = Math.max(1, width - head - 1);
    int from = Math.max(head, Math.min(common, name.length() - rest));
    return NameShortener.truncate(
        name.substring(0, head) + (from > head ? "…" : "") + name.substring(from), width);
  }

  private static int commonStart(String one, String other) {
    int length = Math.min(one.length(), other.length());
    for (int i = 0; i < length; i++) {
      if (one.charAt(i) != other.charAt(i)) {
        return i > 0 && Character.isHighSurrogate(one.charAt(i - 1)) ? i - 1 : i;
      }
    }
    return length;
  }
}
