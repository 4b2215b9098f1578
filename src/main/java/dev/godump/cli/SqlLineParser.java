package dev.godump.cli;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.Parser;

/** Decides at the prompt whether a query is whole, and finds the word to complete. */
final class SqlLineParser implements Parser {
  /** A query, and the word before the cursor. */
  record Line(String line, int cursor, String word) implements CompletingParsedLine {
    @Override
    public int wordCursor() {
      return word.length();
    }

    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return word.length();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }
  }

  @Override
  public Line parse(String text, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !isWhole(text)) {
      throw new EOFError(-1, cursor, "a query ends with ;");
    }
    int start = cursor;
    while (start > 0 && isWordPart(text.charAt(start - 1))) {
      start--;
    }
    if (start == 1 && text.charAt(0) == '.') {
      start = 0;
    }
    return new Line(text, cursor, text.substring(start, cursor));
  }

  /** Whether a text can be answered: a command, nothing, or statements that end with ';'. */
  static boolean isWhole(String text) {
    String typed = text.strip();
    return typed.isEmpty() || typed.startsWith(".") || SqlStatements.isComplete(typed);
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
