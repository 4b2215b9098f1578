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
          text.append(
              c < 0x80
                  ? String.format("\\x%02x", c)
                  : String.format(c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        } else {
          text.appendCodePoint(c);
        }
      }
    }
  }

  /** Whether a character outside printable ASCII has no visible glyph. */
  private static boolean isInvisible(int c) {
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
