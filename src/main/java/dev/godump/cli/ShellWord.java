package dev.godump.cli;

import java.util.regex.Pattern;

/** Quotes words for a shell. */
final class ShellWord {
  private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+");

  private ShellWord() {}

  /** Returns a word, in single quotes unless a shell takes all of it literally. */
  static String of(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
