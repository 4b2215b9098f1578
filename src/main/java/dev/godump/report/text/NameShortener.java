package dev.godump.report.text;

import dev.godump.types.program.ShortName;
import java.util.regex.Pattern;

/**
 * Shortens names of types, functions, variables, shapes and source locations to a number of
 * columns.
 *
 * <p>A name that fits stays as it is. Otherwise, until the name fits, types and functions lose
 * their package paths, files their directories, functions their type arguments, and struct literals
 * their fields. The word of a variable, such as {@code (bss+0x40)}, is left out first. A name that
 * is still too long loses its middle, because names differ mostly at their beginnings and ends.
 */
public final class NameShortener {
  /** The GC shapes that a generic function was compiled for, which a reader seldom needs. */
  private static final Pattern GC_SHAPES = Pattern.compile("\\[go\\.shape\\.[^\\[\\]]*]");

  private static final Pattern SEGMENT_WORD = Pattern.compile(" \\((?:data|bss)\\+0x[0-9a-f]+\\)$");

  private static final Pattern STRUCT = Pattern.compile("struct \\{[^{}]{2,}}");

  /** Longer names are cut first, because the patterns take long on them. */
  private static final int MAX_LENGTH = 4096;

  private NameShortener() {}

  /**
   * Shortens a name.
   *
   * @param width columns that the result has at most, at least 1
   */
  public static String shorten(String name, int width) {
    if (name.length() <= width) {
      return name;
    }
    String whole = name.length() <= MAX_LENGTH ? name : cutMiddle(name, MAX_LENGTH);
    String shorter = SEGMENT_WORD.matcher(whole).replaceFirst("");
    if (shorter.length() > width) {
      shorter = ShortName.of(shorter);
    }
    if (shorter.length() > width) {
      shorter = SourcePaths.shorten(shorter);
    }
    if (shorter.length() > width) {
      shorter = GC_SHAPES.matcher(shorter).replaceAll("[…]");
    }
    if (shorter.length() > width) {
      shorter = STRUCT.matcher(shorter).replaceAll("struct {…}");
    }
    return shorter.length() <= width ? shorter : cutMiddle(shorter, width);
  }

  /** Cuts the middle out of a text whose beginning and end tell most, such as a key of a map. */
  public static String keepEnds(String text, int width) {
    return text.length() <= width ? text : cutMiddle(text, width);
  }

  /** Cuts the end off a text that is not a name. */
  public static String truncate(String text, int width) {
    return text.length() <= width
        ? text
        : text.substring(0, wholeCharacters(text, Math.max(0, width - 1))) + "…";
  }

  /**
   * Cuts the middle out of a name. A shape with an incomplete list of offsets loses more of the
   * offsets instead.
   */
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

  /** Returns {@code end}, or one less if that would split a surrogate pair. */
  private static int wholeCharacters(String text, int end) {
    return end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }
}
