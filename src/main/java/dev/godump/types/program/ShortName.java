package dev.godump.types.program;

/**
 * Shortens names of types and functions to the way they are written in Go code, without package
 * paths. Takes time in proportion to the length of a name.
 */
public final class ShortName {
  private ShortName() {}

  /**
   * Returns {@code map[string]*catalog.Product} for {@code
   * map[string]*github.com/a/b/catalog.Product}. The path of a file with a line number stays.
   */
  public static String of(String name) {
    if (name.indexOf('/') < 0) {
      return name;
    }
    StringBuilder shortened = new StringBuilder(name.length());
    for (int start = 0; start < name.length(); ) {
      int end = start;
      int slash = -1;
      while (end < name.length() && isOfPath(name.charAt(end))) {
        slash = name.charAt(end) == '/' ? end : slash;
        end++;
      }
      boolean path =
          slash > 0
              && name.charAt(start) != '/'
              && startsName(name, slash + 1)
              && !isSourceFile(name, slash + 1, end);
      // the character after a word is copied with it
      int next = Math.min(end + 1, name.length());
      shortened.append(name, path ? slash + 1 : start, next);
      start = next;
    }
    return shortened.toString();
  }

  private static boolean isOfPath(char c) {
    return isWord(c) || ".~%+/-".indexOf(c) >= 0;
  }

  private static boolean isWord(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || isDigit(c);
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether a name of a type or function can start: a letter, or the parenthesis of a method. */
  private static boolean startsName(String text, int at) {
    return at < text.length() && (isWord(text.charAt(at)) || text.charAt(at) == '(');
  }

  /** Whether a word is the name of a file, followed by a line number. */
  private static boolean isSourceFile(String text, int start, int end) {
    if (end + 1 >= text.length() || text.charAt(end) != ':' || !isDigit(text.charAt(end + 1))) {
      return false;
    }
    int dot = text.lastIndexOf('.', end - 1);
    if (dot <= start || dot == end - 1) {
      return false;
    }
    for (int i = dot + 1; i < end; i++) {
      if (!isWord(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }
}
