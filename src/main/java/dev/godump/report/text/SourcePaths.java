package dev.godump.report.text;

/**
 * Shortens the paths of source files with line numbers in a text to their last directory. Takes
 * time in proportion to the length of the text.
 */
final class SourcePaths {
  private SourcePaths() {}

  /**
   * Returns {@code in …/http/server.go:12} for {@code in /usr/lib/go/src/net/http/server.go:12}.
   */
  static String shorten(String text) {
    if (text.indexOf('/') < 0) {
      return text;
    }
    StringBuilder shortened = new StringBuilder(text.length());
    for (int start = 0; start < text.length(); ) {
      int end = start;
      while (end < text.length() && !isSpace(text.charAt(end))) {
        end++;
      }
      appendWord(shortened, text, start, end);
      start = Math.min(end + 1, text.length());
      shortened.append(text, end, start);
    }
    return shortened.toString();
  }

  /** Appends a word without the directories before the last, if it ends in a path. */
  private static void appendWord(StringBuilder shortened, String text, int start, int end) {
    int kept = lastDirectory(text, start, end);
    int path = kept < 0 ? -1 : pathStart(text, start, kept);
    if (path < 0) {
      shortened.append(text, start, end);
    } else {
      shortened.append(text, start, path).append('…').append(text, kept, end);
    }
  }

  /**
   * Returns where a path begins: at the start of a word or after a parenthesis, and with the name
   * of a directory before {@code kept}; -1 if there is none.
   */
  private static int pathStart(String text, int start, int kept) {
    for (int at = start; at < kept; at = next(text, '(', at, kept) + 1) {
      int name = text.charAt(at) == '/' ? at + 1 : at;
      if (name < kept && text.charAt(name) != '/') {
        return at;
      }
    }
    return -1;
  }

  /** Returns the last slash of a word that {@code dir/file.go:12} follows, or -1. */
  private static int lastDirectory(String text, int start, int end) {
    int found = -1;
    int slash = next(text, '/', start, end);
    while (slash < end) {
      int file = next(text, '/', slash + 1, end);
      int after = next(text, '/', file + 1, end);
      if (file > slash + 1 && isFile(text, file + 1, after)) {
        found = slash;
      }
      slash = file;
    }
    return found;
  }

  /** Whether {@code name.extension:digit} is at the start of a range. */
  private static boolean isFile(String text, int start, int end) {
    int dot = -1;
    for (int i = start; i < end - 1; i++) {
      char c = text.charAt(i);
      if (c == '.' && i > start) {
        dot = i;
      } else if (c == ':' && dot >= 0 && i > dot + 1 && isDigit(text.charAt(i + 1))) {
        return true;
      } else if (!isWord(c)) {
        dot = -1;
      }
    }
    return false;
  }

  private static int next(String text, char c, int from, int end) {
    for (int i = from; i < end; i++) {
      if (text.charAt(i) == c) {
        return i;
      }
    }
    return end;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private static boolean isWord(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
