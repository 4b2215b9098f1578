package dev.godump.binary.dwarf;

import java.util.ArrayList;
import java.util.List;

/**
 * Converts names of types and variables between the linker's spelling in DWARF and that of Go's
 * runtime. The linker escapes characters of an import path's last element
 * (cmd/internal/objabi.PathToPrefix: {@code gopkg.in/yaml%2ev3.Node}), puts {@code noalg.} before
 * types that can't be compared, a number after types declared in a function ({@code main.pair·2}),
 * and packages before the fields of unnamed structs ({@code struct { main.n int }}). The runtime
 * has the latter two as well, but only in type arguments and in names of shapes.
 *
 * <p>A map's bucket or group is named {@code bucket<K,V>} or {@code group<K,V>}, like the other
 * structures of maps in DWARF, not {@code map.bucket[K]V} as in the runtime.
 */
final class DwarfNames {
  private static final String NO_ALGORITHM = "noalg.";
  private static final String MAP = "map.";
  private static final String STRUCT = "struct { ";
  private static final String SHAPE = "go.shape.";
  private static final char LOCAL = '·';

  private final String name;
  private final StringBuilder runtimeName;
  private int at;

  private DwarfNames(String name) {
    this.name = name;
    this.runtimeName = new StringBuilder(name.length());
  }

  static String runtimeName(String linkerName) {
    String name = linkerName;
    int stars = 0;
    while (stars < name.length() && name.charAt(stars) == '*') {
      stars++;
    }
    if (name.startsWith(NO_ALGORITHM, stars)) {
      name = name.substring(0, stars) + name.substring(stars + NO_ALGORITHM.length());
    }
    if (name.startsWith(MAP, stars)) {
      name = mapStorageName(name, stars);
    }
    if (name.contains(STRUCT) || name.indexOf(LOCAL) >= 0) {
      name = new DwarfNames(name).rewrite();
    }
    return name.indexOf('%') >= 0 ? unescape(name) : name;
  }

  private static String mapStorageName(String name, int stars) {
    int bracket = name.indexOf('[', stars);
    String what = bracket < 0 ? "" : name.substring(stars + MAP.length(), bracket);
    if (!what.equals("bucket") && !what.equals("group")) {
      return name;
    }
    int end = endOfBrackets(name, bracket);
    String key = name.substring(bracket + 1, end - 1);
    return name.substring(0, stars) + what + "<" + key + "," + name.substring(end) + ">";
  }

  private static String unescape(String name) {
    StringBuilder runtimeName = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      int high = c == '%' && i + 2 < name.length() ? Character.digit(name.charAt(i + 1), 16) : -1;
      int low = high < 0 ? -1 : Character.digit(name.charAt(i + 2), 16);
      if (low >= 0) {
        runtimeName.append((char) (high << 4 | low));
        i += 2;
      } else {
        runtimeName.append(c);
      }
    }
    return runtimeName.toString();
  }

  private String rewrite() {
    while (at < name.length()) {
      char c = name.charAt(at);
      if (c == '"') {
        copyTo(endOfQuote(name, at));
      } else if (c == '[' && opensTypeArguments()) {
        copyTo(endOfBrackets(name, at));
      } else if (name.startsWith(STRUCT, at)) {
        boolean shape = isShape();
        copyTo(at + STRUCT.length());
        if (shape) {
          copyTo(name.length());
        }
        skipFieldPackage();
      } else if (c == ';') {
        copyTo(Math.min(at + 2, name.length()));
        skipFieldPackage();
      } else if (c == LOCAL) {
        do {
          at++;
        } while (at < name.length() && Character.isDigit(name.charAt(at)));
      } else {
        copyTo(at + 1);
      }
    }
    return runtimeName.toString();
  }

  private void copyTo(int end) {
    runtimeName.append(name, at, end);
    at = end;
  }

  /**
   * Skips the package before a field's name. Embedded fields have only a type, which keeps its
   * package.
   */
  private void skipFieldPackage() {
    int end = at;
    while (end < name.length() && " ;".indexOf(name.charAt(end)) < 0) {
      end++;
    }
    boolean named =
        end + 1 < name.length() && name.charAt(end) == ' ' && name.charAt(end + 1) != '}';
    int slash = name.lastIndexOf('/', end);
    int dot = name.indexOf('.', Math.max(at, slash));
    if (named && dot > at && dot < end) {
      at = dot + 1;
    }
  }

  private boolean opensTypeArguments() {
    boolean word = at > 0 && Character.isJavaIdentifierPart(name.charAt(at - 1));
    return word
        && !(name.startsWith("map", at - 3)
            && (at == 3 || !Character.isJavaIdentifierPart(name.charAt(at - 4))));
  }

  private boolean isShape() {
    int end = at;
    while (end > 0 && "*[]".indexOf(name.charAt(end - 1)) >= 0) {
      end--;
    }
    return name.startsWith(SHAPE, end - SHAPE.length());
  }

  /**
   * Returns the index after the bracket that closes the one at {@code from}, or the length of the
   * name.
   */
  private static int endOfBrackets(String name, int from) {
    int depth = 0;
    for (int i = from; i < name.length(); i++) {
      char c = name.charAt(i);
      depth += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (depth == 0) {
        return i + 1;
      }
    }
    return name.length();
  }

  private static int endOfQuote(String name, int from) {
    int end = from + 1;
    while (end < name.length() && name.charAt(end) != '"') {
      end += name.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, name.length());
  }

  /** Returns the possible linker spellings of a name. */
  static List<String> linkerSpellings(String runtimeName) {
    if (runtimeName.startsWith("group<") || runtimeName.startsWith("bucket<")) {
      return mapSpellings(runtimeName);
    }
    int slash = runtimeName.lastIndexOf('/');
    int dot = runtimeName.lastIndexOf('.');
    String dotless =
        slash < 0 || dot < slash
            ? runtimeName
            : runtimeName.substring(0, slash)
                + runtimeName.substring(slash, dot).replace(".", "%2e")
                + runtimeName.substring(dot);
    return dotless.equals(runtimeName)
        ? List.of(runtimeName, NO_ALGORITHM + runtimeName)
        : List.of(runtimeName, dotless);
  }

  /** Tries each comma of the name as the one between key and element. */
  private static List<String> mapSpellings(String runtimeName) {
    int open = runtimeName.indexOf('<');
    List<String> spellings = new ArrayList<>(List.of(runtimeName));
    for (int comma = runtimeName.indexOf(',', open);
        comma >= 0;
        comma = runtimeName.indexOf(',', comma + 1)) {
      String key = runtimeName.substring(open + 1, comma);
      String elem = runtimeName.substring(comma + 1, runtimeName.length() - 1);
      String written = MAP + runtimeName.substring(0, open) + "[" + key + "]" + elem;
      spellings.add(written);
      spellings.add(NO_ALGORITHM + written);
    }
    return spellings;
  }
}
