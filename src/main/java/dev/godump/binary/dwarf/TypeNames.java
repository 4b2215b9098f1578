package dev.godump.binary.dwarf;

import java.util.List;

/**
 * Names of types and variables as the linker writes them into DWARF, and as Go's runtime has them.
 * They differ by an escape for what an import path's last element may not have in a symbol
 * (cmd/internal/objabi.PathToPrefix: {@code gopkg.in/yaml%2ev3.Node}), by {@code noalg.} before
 * types that can't be compared, and by packages before the fields of structs without a name ({@code
 * struct { main.n int }}).
 */
final class TypeNames {
  private static final String NO_ALGORITHM = "noalg.";
  private static final String STRUCT = "struct { ";

  private TypeNames() {}

  static String plain(String linked) {
    String name = linked;
    int stars = 0;
    while (stars < name.length() && name.charAt(stars) == '*') {
      stars++;
    }
    if (name.startsWith(NO_ALGORITHM, stars)) {
      name = name.substring(0, stars) + name.substring(stars + NO_ALGORITHM.length());
    }
    if (name.indexOf('%') >= 0) {
      name = unescape(name);
    }
    return name.contains(STRUCT) ? withoutPackages(name) : name;
  }

  /** Takes the packages from names of fields; not from types of embedded ones. */
  private static String withoutPackages(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    int at = 0;
    boolean field = false;
    while (at < name.length()) {
      char c = name.charAt(at);
      if (field) {
        int end = endOfWord(name, at);
        boolean named = end + 1 < name.length() && name.charAt(end) == ' ' && name.charAt(end + 1) != '}';
        at = named ? Math.max(at, name.lastIndexOf('.', end) + 1) : at;
        plain.append(name, at, end);
        at = end;
        field = false;
      } else if (c == '"') {
        int end = endOfQuote(name, at);
        plain.append(name, at, end);
        at = end;
      } else if (name.startsWith(STRUCT, at)) {
        plain.append(STRUCT);
        at += STRUCT.length();
        field = true;
      } else if (c == ';' && at + 1 < name.length()) {
        plain.append("; ");
        at += 2;
        field = true;
      } else {
        plain.append(c);
        at++;
      }
    }
    return plain.toString();
  }

  private static int endOfWord(String name, int from) {
    int end = from;
    while (end < name.length() && " ;".indexOf(name.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static int endOfQuote(String name, int from) {
    int end = from + 1;
    while (end < name.length() && name.charAt(end) != '"') {
      end += name.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, name.length());
  }

  private static String unescape(String name) {
    StringBuilder plain = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      int high = c == '%' && i + 2 < name.length() ? Character.digit(name.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(name.charAt(i + 2), 16);
      if (low >= 0) {
        plain.append((char) (high << 4 | low));
        i += 2;
      } else {
        plain.append(c);
      }
    }
    return plain.toString();
  }

  /** The ways a linker may have written a name. */
  static List<String> spellings(String plain) {
    int slash = plain.lastIndexOf('/');
    int dot = plain.lastIndexOf('.');
    String dotless =
        slash < 0 || dot < slash
            ? plain
            : plain.substring(0, slash) + plain.substring(slash, dot).replace(".", "%2e") + plain.substring(dot);
    return dotless.equals(plain)
        ? List.of(plain, NO_ALGORITHM + plain)
        : List.of(plain, dotless, NO_ALGORITHM + plain);
  }
}
