package dev.godump.report.text;

import dev.godump.types.program.ShortName;
import java.util.regex.Pattern;

/**
 * Makes names fit into a line: of types, functions, variables, shapes and places in the source. The
 * one rule for all text: a name that has room stays whole; else types and functions lose the paths
 * of their packages, files their directories, functions their type arguments, literal structs their
 * fields; what is still too long loses its middle, since names are told apart by how they begin and
 * how they end.
 */
public final class NameShortener {
  /** A file's path but for its last directory, where a line number follows. */
  private static final Pattern DIRECTORIES =
      Pattern.compile("(?<![^\\s(])/?[^/\\s]\\S*(?=/[^/\\s]+/[^/\\s]+\\.\\w+:\\d)");

  /** What a function that is compiled for several types is told apart by, which says little. */
  private static final Pattern GC_SHAPES = Pattern.compile("\\[go\\.shape\\.[^\\[\\]]*]");

  private static final Pattern STRUCT = Pattern.compile("struct \\{[^{}]{2,}}");

  /** Of longer names nobody needs all, and patterns take long. */
  private static final int MAX_LENGTH = 4096;

  private NameShortener() {}

  /**
   * The name, or as much of it as there is room for.
   *
   * @param room columns, at least 1
   */
  public static String shorten(String name, int width) {
    if (name.length() <= width) {
      return name;
    }
    String shorter = ShortName.of(name.length() <= MAX_LENGTH ? name : cutMiddle(name, MAX_LENGTH));
    if (shorter.length() > width) {
      shorter = DIRECTORIES.matcher(shorter).replaceAll("…");
    }
    if (shorter.length() > width) {
      shorter = GC_SHAPES.matcher(shorter).replaceAll("[…]");
    }
    if (shorter.length() > width) {
      shorter = STRUCT.matcher(shorter).replaceAll("struct {…}");
    }
    return shorter.length() <= width ? shorter : cutMiddle(shorter, width);
  }

  /** What is no name, and tells most at its beginning. */
  public static String truncate(String text, int width) {
    return text.length() <= width
        ? text
        : text.substring(0, wholeCharacters(text, Math.max(0, width - 1))) + "…";
  }

  /** A shape whose list of offsets is cut anyway loses more of those; all else its middle. */
  private static String cutMiddle(String name, int width) {
    int ellipsis = name.indexOf(",…");
    int end = name.length() - ellipsis;
    if (ellipsis >= 0 && name.indexOf('@') >= 0 && end < width) {
      int comma = name.lastIndexOf(',', width - end);
      int start = name.indexOf('@') + 1;
      return comma > start
          ? name.substring(0, comma) + name.substring(ellipsis)
          : name.substring(0, start) + name.substring(ellipsis + 1);
    }
    int tail = (width - 1) / 2;
    int from = name.length() - tail;
    boolean split = tail > 0 && Character.isLowSurrogate(name.charAt(from));
    return name.substring(0, wholeCharacters(name, Math.max(0, width - tail - 1)))
        + "…"
        + name.substring(split ? from + 1 : from);
  }

  /** The end of a beginning that cuts no character in two. */
  private static int wholeCharacters(String text, int end) {
    return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
