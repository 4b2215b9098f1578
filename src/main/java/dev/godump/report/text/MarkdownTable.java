package dev.godump.report.text;

import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes tables of GitHub's Markdown. */
final class MarkdownTable {
  private static final String SEPARATOR = " | ";

  private MarkdownTable() {}

  /**
   * Writes a line of headings and one line per row.
   *
   * @param caption the value of a further column, or null if there is none
   */
  static <R> void write(
      TextWriter out,
      List<Column<R>> columns,
      @Nullable Function<R, String> caption,
      Iterator<R> rows) {
    StringBuilder headings = new StringBuilder("| ");
    StringBuilder alignment = new StringBuilder("|");
    for (Column<R> column : columns) {
      String group = column.group().isEmpty() ? "" : column.group() + " ";
      headings.append(escape(group + column.heading())).append(SEPARATOR);
      alignment.append(column.isRightAligned() ? "---:|" : "---|");
    }
    out.raw(headings.append(caption == null ? "" : "NAME |").toString().stripTrailing());
    out.raw(alignment.append(caption == null ? "" : "---|"));
    while (rows.hasNext()) {
      R row = rows.next();
      StringBuilder line = new StringBuilder("| ");
      for (Column<R> column : columns) {
        line.append(cell(column, column.text(row))).append(SEPARATOR);
      }
      out.raw(
          line.append(caption == null ? "" : code(caption.apply(row)) + " |")
              .toString()
              .stripTrailing());
    }
    out.raw("");
  }

  private static <R> String cell(Column<R> column, String text) {
    return switch (column.kind()) {
      case ADDRESS, NAME -> code(text);
      case COUNT, BYTES, TEXT, RIGHT, SHARE, DELTA, MARK, FLAG -> escape(text);
    };
  }

  /** Returns a code span. */
  private static String code(String text) {
    if (text.isEmpty()) {
      return "";
    }
    String inert = TerminalEscaper.escape(text).replace("|", "\\|");
    return inert.contains("`") ? "`` " + inert + " ``" : "`" + inert + "`";
  }

  /** Returns a text without characters that Markdown would obey. */
  static String escape(String text) {
    return TerminalEscaper.escape(text).replaceAll("([\\\\`*_\\[\\]<>|~#])", "\\\\$1");
  }
}
