package dev.godump.report.text;

/**
 * Escapes characters that a terminal would obey rather than show. Escapes are those of Go string
 * literals.
 */
public final class TerminalEscaper {
  private TerminalEscaper() {}

  /** Escapes control characters, line breaks and marks of writing direction in a line. */
  public static String escape(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || (c >= 0x7f && (c < 0xa0 || isInvisible(c)))) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(each -> append(escaped, each));
        return escaped.toString();
      }
    }
    return text.toString();
  }

  /** As {@link #escape}, but line feeds and tabs stay as they are. */
  static String escapeWithinLines(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\n' || c == '\t') {
                escaped.append((char) c);
              } else {
                append(escaped, c);
              }
            });
    return escaped.toString();
  }

  /** Quotes a string as Go does. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(c -> quoted.append(escapeInQuotes(c)));
    return quoted.append('"').toString();
  }

  /** Escapes a character for a quoted string. */
  public static String escapeInQuotes(int c) {
    return switch (c) {
      case '"' -> "\\\"";
      case '\\' -> "\\\\";
      default -> {
        StringBuilder escaped = new StringBuilder();
        append(escaped, c);
        yield escaped.toString();
      }
    };
  }

  private static void append(StringBuilder text, int c) {
    switch (c) {
      case '\n' -> text.append("\\n");
      case '\t' -> text.append("\\t");
      case '\r' -> text.append("\\r");
      default -> {
        if (c < ' ' || (c >= 0x7f && isInvisible(c))) {
          appendHex(text, c);
        } else {
          text.appendCodePoint(c);
        }
      }
    }
  }

  /** Appends {@code \x1b}, a backslash and {@code u202e} or {@code \U000e0001}. */
  private static void appendHex(StringBuilder text, int c) {
    int digits = c < 0x80 ? 2 : c > 0xffff ? 8 : 4;
    text.append(c < 0x80 ? "\\x" : c > 0xffff ? "\\U" : "\\u");
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      text.append(Character.forDigit(c >>> shift & 0xf, 16));
    }
  }

  /** Whether a character outside printable ASCII has no visible glyph. */
  static boolean isInvisible(int c) {
    int kind = Character.getType(c);
    return kind == Character.CONTROL
        || kind == Character.FORMAT
        || kind == Character.SURROGATE
        || kind == Character.UNASSIGNED
        || kind == Character.PRIVATE_USE
        || kind == Character.LINE_SEPARATOR
        || kind == Character.PARAGRAPH_SEPARATOR;
  }
}
