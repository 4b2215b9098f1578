package dev.godump.types.program;

import java.util.regex.Pattern;

/** Names of types and functions without the paths of their packages, as Go code has them. */
public final class ShortName {
  /**
   * {@code github.com/a/b/} of {@code github.com/a/b/catalog.Product}; of no file with a line
   * number.
   */
  private static final Pattern IMPORT_PATH =
      Pattern.compile(
          "(?<![\\w.~%+/-])(?>[\\w.~%+-][\\w.~%+/-]*/)(?=[\\w(])(?![\\w.~%+-]+\\.\\w+:\\d)");

  private ShortName() {}

  /** {@code map[string]*catalog.Product} of {@code map[string]*github.com/a/b/catalog.Product}. */
  public static String of(String name) {
    return name.indexOf('/') < 0 ? name : IMPORT_PATH.matcher(name).replaceAll("");
  }
}
