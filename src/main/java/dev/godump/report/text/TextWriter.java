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
 * Lines of text to a person or a pipe, UTF-8, with bold headings where colour is wanted. No line is
 * wider than there are columns, and none has characters that a terminal would obey.
 */
public final class TextWriter {
  private static final String BOLD = "\u001b[1m";
  private static final String RESET = "\u001b[0m";

  /** Columns of text for a pipe or a file. */
  public static final int COLUMNS = 100;

  /** What lines that go on are indented by, beyond where they began. */
  private static final int HANGING_INDENT = 4;

  private final Writer out;
  private final boolean colour;
  private final int columns;

  /**
   * @param columns that a line has at most
   */
  public TextWriter(OutputStream stream, boolean colour, int columns) {
    this.out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
    this.colour = colour;
    this.columns = columns;
  }

  /** How wide a line may be. */
  public int columns() {
    return columns;
  }

  /**
   * Writes a line, or where there is no room for it, several.
   *
   * @throws UncheckedIOException if nobody reads any more
   */
  public void line(CharSequence text) {
    String shown = TerminalEscaper.escape(text);
    int indent = 0;
    while (indent < shown.length() && shown.charAt(indent) == ' ') {
      indent++;
    }
    wrap(shown, indent + HANGING_INDENT, false);
  }

  /** A line with a name in it that is shortened where there is no room. */
  public void line(String before, String name, String after) {
    line(fit(before, name, after));
  }

  /** A line that stands out, with a name in it that is shortened where there is no room. */
  public void heading(String before, String name, String after) {
    heading(fit(before, name, after));
  }

  private String fit(String before, String name, String after) {
    int width = columns - before.length() - after.length();
    return before + (width > HANGING_INDENT ? NameShortener.shorten(name, width) : name) + after;
  }

  /** A line of a table; what doesn't fit goes on below its last column. */
  void row(String text, int lastColumn) {
    wrap(TerminalEscaper.escape(text), lastColumn, false);
  }

  /**
   * @param hanging columns that further lines begin at
   */
  private void wrap(String text, int hanging, boolean bold) {
    int indent = Math.min(hanging, columns / 2);
    String rest = text;
    while (rest.length() > columns) {
      int end = breakIndex(rest, indent);
      write(rest.substring(0, end).stripTrailing(), bold);
      rest = " ".repeat(indent) + rest.substring(end).stripLeading();
    }
    write(rest, bold);
  }

  /** Where a line that is too long is broken: at its last space, else where the room ends. */
  private int breakIndex(String text, int indent) {
    int space = text.lastIndexOf(' ', columns);
    if (space > indent + HANGING_INDENT) {
      return space;
    }
    return Character.isHighSurrogate(text.charAt(columns - 1)) ? columns - 1 : columns;
  }

  private void write(String text, boolean bold) {
    try {
      out.append(bold ? BOLD + text + RESET : text).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A line as it is, for data. */
  void raw(CharSequence text) {
    try {
      out.append(text).append('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An empty line. */
  public void line() {
    line("");
  }

  /** A line that stands out on a terminal. */
  public void heading(String text) {
    wrap(TerminalEscaper.escape(text), HANGING_INDENT, colour);
  }

  /** A label and items after it, over as many lines as it takes. */
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

  /** A table below the lines before it. */
  public void table(Table<?> table) {
    table.text(this, "  ");
  }

  /** A table as CSV. */
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
