package dev.godump.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Finds names that a misspelled word may stand for. */
final class DidYouMean {
  private static final int MAX_NAMES = 3;

  private DidYouMean() {}

  /**
   * Returns a question such as {@code "; did you mean --top?"}, or an empty string if no name is
   * similar.
   */
  static String question(String word, Collection<String> names) {
    List<String> similar = similar(word, names);
    return similar.isEmpty() ? "" : "; did you mean " + String.join(", ", similar) + "?";
  }

  /** Returns the most similar names, which differ in at most a third of the word's characters. */
  static List<String> similar(String word, Collection<String> names) {
    int least = Math.max(1, word.length() / 3);
    List<String> nearest = new ArrayList<>();
    for (String name : names) {
      int distance = distance(word, name);
      if (distance < least) {
        nearest.clear();
      }
      if (distance <= least) {
        least = distance;
        nearest.add(name);
      }
    }
    return nearest.subList(0, Math.min(MAX_NAMES, nearest.size()));
  }

  /**
   * Returns how many characters to insert, delete, replace or swap with their neighbors to get from
   * one word to another: the restricted Damerau-Levenshtein distance.
   */
  private static int distance(String from, String to) {
    int[] beforeLast = new int[to.length() + 1];
    int[] last = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] free = beforeLast;
      beforeLast = last;
      last = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(last[j - 1] + replaced, Math.min(last[j], row[j - 1]) + 1);
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
    }
    return row[to.length()];
  }
}
