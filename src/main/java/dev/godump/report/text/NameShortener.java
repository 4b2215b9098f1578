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
  private static final Pattern SHAPES = Pattern.compile("\\[go\\.shape\\.[^\\[\\]]*]");

  private static final Pattern STRUCT = Pattern.compile("struct \\{[^{}]{2,}}");

  /** Of longer names nobody needs all, and patterns take long. */
  private static final int LONGEST = 4096;

  private NameShortener() {}

  /**
   * The name, or as much of it as there is room for.
   *
   * @param room columns, at least 1
   */
  public static String name(String name, int room) {
    if (name.length() <= room) {
      return name;
    }
    String shorter = ShortName.of(name.length() <= LONGEST ? name : cut(name, LONGEST));
    if (shorter.length() > room) {
      shorter = DIRECTORIES.matcher(shorter).replaceAll("…");
    }
    if (shorter.length() > room) {
      shorter = SHAPES.matcher(shorter).replaceAll("[…]");
    }
    if (shorter.length() > room) {
      shorter = STRUCT.matcher(shorter).replaceAll("struct {…}");
    }
    return shorter.length() <= room ? shorter : cut(shorter, room);
  }

  /** What is no name, and tells most at its beginning. */
  public static String start(String text, int room) {
    return text.length() <= room
        ? text
        : text.substring(0, whole(text, Math.max(0, room - 1))) + "…";
  }

  /** A shape whose list of offsets is cut anyway loses more of those; all else its middle. */
  private static String cut(String name, int room) {
    int more = name.indexOf(",…");
    int end = name.length() - more;
    if (more >= 0 && name.indexOf('@') >= 0 && end < room) {
      int comma = name.lastIndexOf(',', room - end);
      int start = name.indexOf('@') + 1;
      return comma > start
          ? name.substring(0, comma) + name.substring(more)
          : name.substring(0, start) + name.substring(more + 1);
    }
    int tail = (room - 1) / 2;
    int from = name.length() - tail;
    boolean split = tail > 0 && Character.isLowSurrogate(name.charAt(from));
    return name.substring(0, whole(name, Math.max(0, room - tail - 1)))
        + "…"
        + name.substring(split ? from + 1 : from);
  }

  /** The end of a beginning that cuts no character in two. */
  private static int whole(String text, int end) {
    return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
