package dev.godump.report.text;

import dev.godump.report.text.Table.Kind;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Aligns the columns of a table in lines of text. */
final class TextTable<R> {
  /** Rows that determine the widths of columns; later rows may be wider. */
  private static final int MEASURED_ROWS = 1000;

  private static final String GAP = "  ";

  /** Columns of text below which names are not shortened. */
  private static final int MIN_NAME_WIDTH = 16;

  /** The index of no column. */
  private static final int NONE = -1;

  private final @Nullable Function<R, String> caption;
  private final List<Table.Legend<R>> legends;
  private List<Column<R>> columns;

  TextTable(
      List<Column<R>> columns,
      @Nullable Function<R, String> caption,
      List<Table.Legend<R>> legends) {
    this.columns = columns;
    this.caption = caption;
    this.legends = legends;
  }

  /** Writes a line of headings and one line per row. */
  void write(TextWriter out, String indent, Iterator<R> rows) {
    List<R> measured = new ArrayList<>();
    while (measured.size() < MEASURED_ROWS && rows.hasNext()) {
      measured.add(rows.next());
    }
    Set<Table.Legend<R>> unused = new LinkedHashSet<>(legends);
    if (!rows.hasNext()) {
      columns = columns.stream().filter(column -> !isUnused(column, measured)).toList();
    }
    String[] headings = columns.stream().map(Column::heading).toArray(String[]::new);
    List<String[]> cells = measured.stream().map(this::cells).toList();
    int[] widths = new int[columns.size()];
    widen(widths, headings);
    cells.forEach(row -> widen(widths, row));
    narrowNameColumns(widths, headings, indent.length(), out.columns());
    fitNameColumns(widths, headings, cells);
    if (columns.stream().anyMatch(column -> !column.group().isEmpty())) {
      out.heading(groupLine(widths, indent));
    }
    out.heading(line(headings, widths, indent, Paint.NONE));
    int last = lastColumnStart(widths, indent.length());
    for (int i = 0; i < cells.size(); i++) {
      write(out, measured.get(i), cells.get(i), widths, indent, last);
      use(unused, measured.get(i));
    }
    widths[widths.length - 1] = Math.max(widths[widths.length - 1], out.columns() - last);
    while (rows.hasNext()) {
      R row = rows.next();
      String[] further = cells(row);
      shortenNames(further, widths);
      write(out, row, further, widths, indent, last);
      use(unused, row);
    }
    legends.stream()
        .filter(legend -> !unused.contains(legend))
        .forEach(legend -> out.line(indent + legend.text()));
  }

  private static <R> void use(Set<Table.Legend<R>> unused, R row) {
    unused.removeIf(legend -> legend.applies().test(row));
  }

  private void write(TextWriter out, R row, String[] cells, int[] widths, String indent, int last) {
    if (caption != null) {
      out.line(indent, caption.apply(row), "");
    }
    String plain = line(cells, widths, indent, Paint.NONE);
    boolean fits = plain.length() <= out.columns() && TerminalEscaper.escape(plain).equals(plain);
    if (out.colour() && fits) {
      out.raw(line(cells, widths, indent, Paint.ANSI));
    } else {
      out.row(plain, last);
    }
  }

  /** Whether a column is for marks and no row has one. */
  private static <R> boolean isUnused(Column<R> column, List<R> rows) {
    return column.kind() == Kind.MARK && rows.stream().allMatch(row -> column.text(row).isEmpty());
  }

  private String[] cells(R row) {
    String[] cells = new String[columns.size()];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i).text(row);
    }
    return cells;
  }

  /** Returns where in a line the last column begins. */
  private static int lastColumnStart(int[] widths, int indent) {
    int start = indent;
    for (int i = 0; i < widths.length - 1; i++) {
      start += widths[i] + GAP.length();
    }
    return start;
  }

  /** Narrows the widest columns of names until a line fits, or all are at their minimum. */
  private void narrowNameColumns(int[] widths, String[] headings, int indent, int lineWidth) {
    int excess = indent + (widths.length - 1) * GAP.length() - lineWidth;
    for (int width : widths) {
      excess += width;
    }
    for (; excess > 0; excess--) {
      int widest = NONE;
      for (int i = 0; i < widths.length; i++) {
        boolean canShrink =
            columns.get(i).isName() && widths[i] > Math.max(MIN_NAME_WIDTH, headings[i].length());
        widest = canShrink && (widest == NONE || widths[i] > widths[widest]) ? i : widest;
      }
      if (widest == NONE) {
        return;
      }
      widths[widest]--;
    }
  }

  /** Shortens names to the widths of their columns, then narrows the columns to the result. */
  private void fitNameColumns(int[] widths, String[] headings, List<String[]> rows) {
    for (int i = 0; i < widths.length; i++) {
      if (columns.get(i).isName()) {
        int used = headings[i].length();
        int column = i;
        DistinctNames names =
            new DistinctNames(rows.stream().map(cells -> cells[column]).toList(), widths[i]);
        for (String[] cells : rows) {
          cells[i] = names.shorten(cells[i]);
          used = Math.max(used, cells[i].length());
        }
        widths[i] = used;
      }
    }
  }

  private void shortenNames(String[] cells, int[] widths) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i).isName() ? NameShortener.shorten(cells[i], widths[i]) : cells[i];
    }
  }

  /** Returns the names of groups, each centered in a rule above its columns. */
  private String groupLine(int[] widths, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (int from = 0; from < widths.length; ) {
      String name = columns.get(from).group();
      int width = widths[from];
      int to = from + 1;
      for (; to < widths.length && columns.get(to).group().equals(name); to++) {
        width += GAP.length() + widths[to];
      }
      int rule = Math.max(0, width - name.length() - 2);
      line.append(from > 0 ? GAP : "")
          .append("─".repeat(rule / 2))
          .append(' ')
          .append(name)
          .append(' ');
      line.append("─".repeat(rule - rule / 2));
      from = to;
    }
    return line.toString();
  }

  private static void widen(int[] widths, String[] cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
  }

  private String line(String[] cells, int[] widths, String indent, Paint paint) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < cells.length; i++) {
      String pad = " ".repeat(Math.max(0, widths[i] - cells[i].length()));
      String cell = paint.cell(columns.get(i).kind(), cells[i]);
      line.append(i > 0 ? GAP : "");
      if (columns.get(i).isRightAligned()) {
        line.append(pad).append(cell);
      } else {
        line.append(cell).append(i < cells.length - 1 ? pad : "");
      }
    }
    return line.toString().stripTrailing();
  }
}
