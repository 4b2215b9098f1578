package dev.godump.report.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes lines of UTF-8 text to a terminal or a pipe, with bold headings if colour is enabled.
 * Lines that are too wide are wrapped, and characters that a terminal would obey are escaped. Not
 * thread-safe.
 */
public class TextWriter {
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  /** Columns of text for a pipe or a file. */
  public static final int COLUMNS = 100;

  /** Indentation of the second and further lines of a wrapped line, relative to the first. */
  private static final int HANGING_INDENT = 4;

  /** The least columns that further lines have: those of a narrower last column begin before it. */
  private static final int MIN_WRAPPED = 24;

  private final Writer out;
  private final boolean colour;
  private final int columns;

  /**
   * @param columns that a line has at most
   * @throws IllegalArgumentException if that is less than 1
   */
  public TextWriter(OutputStream stream, boolean colour, int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("lines of " + columns + " columns");
    }
    this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
    this.colour = colour;
    this.columns = columns;
  }

  /** The maximum width of a line. */
  public int columns() {
    return columns;
  }

  /**
   * Writes a line, wrapped if it is too wide.
   *
   * @throws UncheckedIOException if the reader has closed its end
   */
  public void line(CharSequence text) {
    String shown = TerminalEscaper.escape(text);
    int indent = 0;
    while (indent < shown.length() && shown.charAt(indent) == ' ') {
      indent++;
    }
    wrap(shown, indent + HANGING_INDENT, false);
  }

  /** Writes a line, and shortens the name in it if the line is too wide. */
  public void line(String before, String name, String after) {
    line(fit(before, name, after));
  }

  /** Writes a heading, and shortens the name in it if the line is too wide. */
  public void heading(String before, String name, String after) {
    heading(fit(before, name, after));
  }

  private String fit(String before, String name, String after) {
    int width = columns - before.length() - after.length();
    return before + (width > HANGING_INDENT ? NameShortener.shorten(name, width) : name) + after;
  }

  /** Writes a row of a table, wrapped below its last column. */
  void row(String text, int lastColumn) {
    wrap(TerminalEscaper.escape(text), lastColumn, false);
  }

  /**
   * @param hanging indentation of further lines
   */
  private void wrap(String text, int hanging, boolean bold) {
    int indent = columns - hanging >= MIN_WRAPPED ? hanging : Math.min(hanging, columns / 2);
    String before = "";
    int start = 0;
    while (before.length() + text.length() - start > columns) {
      int end = breakIndex(text, start, before.length(), indent);
      write(before + text.substring(start, end).stripTrailing(), bold);
      start = end;
      while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
        start++;
      }
      before = " ".repeat(indent);
    }
    write(before + text.substring(start), bold);
  }

  /**
   * Returns where to break a line: at its last space, or at its maximum width.
   *
   * @param start of the line in the text
   * @param before columns of spaces before it
   */
  private int breakIndex(String text, int start, int before, int indent) {
    int limit = start + columns - before;
    for (int at = limit; at > start + indent + HANGING_INDENT - before; at--) {
      if (text.charAt(at) == ' ') {
        return at;
      }
    }
    return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
  }

  /** Writes a line that is not too wide. */
  void write(String text, boolean bold) {
    try {
      out.append(bold ? BOLD + text + RESET : text).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a line without wrapping and escaping. */
  void raw(CharSequence text) {
    try {
      out.append(text).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes an empty line. */
  public void line() {
    line("");
  }

  /** Writes a line that is bold if colour is enabled. */
  public void heading(String text) {
    wrap(TerminalEscaper.escape(text), HANGING_INDENT, colour);
  }

  /** Writes a label and a list of items, aligned on as many lines as needed. */
  public void list(String label, List<String> items) {
    StringBuilder line = new StringBuilder(label);
    String indent = " ".repeat(label.length());
    for (int i = 0; i < items.size(); i++) {
      String item = items.get(i) + (i < items.size() - 1 ? "," : "");
      boolean first = line.length() == indent.length();
      if (!first && line.length() + 1 + item.length() > columns) {
        line(line);
        line = new StringBuilder(indent);
        first = true;
      }
      boolean spaced = !first && line.charAt(line.length() - 1) != ' ';
      line.append(spaced ? " " : "").append(item);
    }
    line(line);
  }

  /** Writes a table, indented by two columns. */
  public void table(Table<?> table) {
    table.text(this, "  ");
  }

  /**
   * Writes how many rows a list leaves out, or nothing if none.
   *
   * @param hint how to see the rows, such as {@code --top 0 shows all}
   */
  public void more(long count, String hint) {
    if (count > 0) {
      line("  " + moreText(count, hint));
    }
  }

  /** Returns the words for rows that a list leaves out. */
  static String moreText(long count, String hint) {
    return Amounts.count(count) + " more (" + hint + ")";
  }

  /** Writes a part of an answer that Markdown collapses. */
  public void section(String title, Runnable content) {
    heading(title);
    content.run();
  }

  /** Whether colour is enabled. */
  boolean colour() {
    return colour;
  }

  /** Writes a table as CSV. */
  public void csv(Table<?> table) {
    table.csv(this);
  }

  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
