package dev.godump.heap.histogram;

/** Finds the package of a type by the type's name. */
public final class PackageName {
  /** The package of types that need no import. */
  static final String BUILTIN = "built-in types ([]byte, string, …)";

  private PackageName() {}

  /**
   * The package of the first named type in a type's name: {@code net/http} for {@code
   * map[string]*net/http.Request}, {@code main} for {@code closure for main.run.func1}.
   *
   * @return {@link #BUILTIN} if the name has only built-in types
   */
  public static String of(String type) {
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

  /** Everything up to the first dot of the last element of an import path. */
  private static String ofWord(String word) {
    int slash = word.lastIndexOf('/');
    int dot = word.indexOf('.', slash + 1);
    // gopkg.in/yaml.v3.Node: an element of a path can have a dot, a type's name can't
    int second = slash < 0 || dot < 0 ? -1 : word.indexOf('.', dot + 1);
    boolean version = second > 0 && word.substring(dot + 1, second).matches("v\\d+");
    int end = version ? second : dot;
    return end <= 0 || word.startsWith("...") ? "" : word.substring(0, end);
  }
}
