package dev.godump.cli;

import java.util.ArrayList;
import java.util.List;

/** Finds where statements of SQL end, and numbers in hexadecimal, which SQL doesn't have. */
final class SqlStatements {
  private SqlStatements() {}

  /** Splits a text into statements, without their semicolons; empty ones are left out. */
  static List<String> split(String text) {
    List<String> statements = new ArrayList<>();
    StringBuilder current = new StringBuilder();
    for (int at = 0; at < text.length(); ) {
      int end = tokenEnd(text, at);
      if (text.charAt(at) == ';') {
        statements.add(current.toString().strip());
        current.setLength(0);
      } else {
        current.append(decimal(text, at, end));
      }
      at = end;
    }
    statements.add(current.toString().strip());
    statements.removeIf(String::isEmpty);
    return statements;
  }

  /** Whether a statement is a command of {@link SqlPrompt}, such as {@code .tables}. */
  static boolean isPromptCommand(String statement) {
    return statement.strip().matches("\\.[a-z]+(\\s.*)?");
  }

  /** Whether a text ends within a quoted text or a comment, or has no semicolon after its end. */
  static boolean isComplete(String text) {
    int last = -1;
    for (int at = 0; at < text.length(); at = tokenEnd(text, at)) {
      if (!Character.isWhitespace(text.charAt(at)) && !text.startsWith("--", at)) {
        last = at;
      }
    }
    return last >= 0 && text.charAt(last) == ';';
  }

  /** Returns a token, a number in hexadecimal as a decimal one. */
  private static String decimal(String text, int at, int end) {
    String token = text.substring(at, end);
    return token.matches("0[xX][0-9a-fA-F]{1,16}")
        ? Long.toUnsignedString(Long.parseUnsignedLong(token.substring(2), 16))
        : token;
  }

  /** Returns the end of the word, quoted text, comment or character that starts at an index. */
  private static int tokenEnd(String text, int at) {
    char first = text.charAt(at);
    if (first == '\'' || first == '"') {
      return after(text, text.indexOf(first, at + 1), 1);
    }
    if (text.startsWith("--", at)) {
      return after(text, text.indexOf('\n', at), 0);
    }
    if (text.startsWith("/*", at)) {
      return after(text, text.indexOf("*/", at + 2), 2);
    }
    if (first == '$') {
      int tag = text.indexOf('$', at + 1);
      boolean quotes = tag > 0 && text.substring(at + 1, tag).matches("\\w*");
      return quotes
          ? after(text, text.indexOf(text.substring(at, tag + 1), tag + 1), tag + 1 - at)
          : at + 1;
    }
    int end = at + 1;
    while (isWordPart(first) && end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  /** Returns the index after something that was found, or the end of the text. */
  private static int after(String text, int found, int length) {
    return found < 0 ? text.length() : found + length;
  }
}
