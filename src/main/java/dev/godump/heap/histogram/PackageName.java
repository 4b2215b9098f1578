package dev.godump.heap.histogram;

/** Finds out which package a type is of, by its name. */
final class PackageName {
  /** What types that need no import are said to be of. */
  static final String BUILTIN = "(predeclared types)";

  private PackageName() {}

  /**
   * The package of the first named type in a type's name: {@code net/http} of {@code
   * map[string]*net/http.Request}, {@code main} of {@code closure for main.run.func1}.
   *
   * @return {@link #BUILTIN} if it has no other than predeclared ones
   */
  static String of(String type) {
    int start = 0;
    for (int at = 0; at <= type.length(); at++) {
      if (at == type.length() || !inWord(type.charAt(at))) {
        String found = ofWord(type.substring(start, at));
        if (!found.isEmpty()) {
          return found;
        }
        start = at + 1;
      }
    }
    return BUILTIN;
  }

  private static boolean inWord(char c) {
    return Character.isLetterOrDigit(c) || "_./-~%·@".indexOf(c) >= 0;
  }

  /** All up to the first dot of the last element of an import path. */
  private static String ofWord(String word) {
    int slash = word.lastIndexOf('/');
    int dot = word.indexOf('.', slash + 1);
    // gopkg.in/yaml.v3.Node: an element of a path may have a dot, a type's name hasn't
    int second = slash < 0 || dot < 0 ? -1 : word.indexOf('.', dot + 1);
    boolean version = second > 0 && word.substring(dot + 1, second).matches("v\\d+");
    int end = version ? second : dot;
    return end <= 0 || word.startsWith("...") ? "" : word.substring(0, end);
  }
}
