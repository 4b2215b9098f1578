package dev.godump.types.program;

import java.util.regex.Pattern;

/**
 * Shortens names of types and functions to the way they are written in Go code, without package
 * paths.
 */
public final class ShortName {
  /**
   * Matches {@code github.com/a/b/} in {@code github.com/a/b/catalog.Product}, but not the path of
   * a file with a line number.
   */
  private static final Pattern IMPORT_PATH =
      Pattern.compile(
          "(?<![\\w.~%+/-])(?>[\\w.~%+-][\\w.~%+/-]*/)(?=[\\w(])(?![\\w.~%+-]+\\.\\w+:\\d)");

  private ShortName() {}

  /**
   * Returns {@code map[string]*catalog.Product} for {@code
   * map[string]*github.com/a/b/catalog.Product}.
   */
  public static String of(String name) {
    return name.indexOf('/') < 0 ? name : IMPORT_PATH.matcher(name).replaceAll("");
  }
}
