package dev.godump.report.text;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rows of an answer and how their columns are called and shown: human in text, raw in JSON and CSV.
 * Rows are gone through once per output and needn't fit in memory.
 *
 * @param <R> type of a row
 */
public final class Table<R> {
  /** Rows looked at to find out how wide columns must be; later rows may be wider. */
  private static final int MEASURED_ROWS = 1000;

  private static final String GAP = "  ";

  /** What a name is shortened to at most, where several columns have names. */
  private static final int MIN_NAME_WIDTH = 16;

  private final Iterable<R> rows;
  private final List<Column<R>> columns = new ArrayList<>();
  private String group = "";
  private Function<R, String> caption;

  /** How the values of a column are shown in text. */
  public enum Kind {
    /** A long, as hexadecimal address. */
    ADDRESS,
    /** A long, grouped. */
    COUNT,
    /** A long, in bytes. */
    BYTES,
    /** Anything, as it is, to the left. */
    TEXT,
    /**
     * Anything that names something: as {@link #TEXT}, but text shortens it where there is no room.
     */
    NAME,
    /** Anything, as it is, to the right. */
    RIGHT,
    /** A Boolean; null means unknown. */
    FLAG
  }

  /**
   * @param name in JSON and CSV
   * @param heading in text, or null for a column that text leaves out
   * @param group what the heading is under, or empty
   */
  private record Column<R>(
      String name, String heading, String group, Kind kind, Function<R, ?> value) {
    boolean isName() {
      return kind == Kind.NAME;
    }

    boolean isRightAligned() {
      return kind == Kind.COUNT || kind == Kind.BYTES || kind == Kind.RIGHT;
    }

    String text(R row) {
      Object raw = value.apply(row);
      if (raw == null) {
        return "-";
      }
      return switch (kind) {
        case ADDRESS -> Amounts.address((Long) raw);
        case COUNT -> Amounts.count(((Number) raw).longValue());
        case BYTES -> Amounts.bytes(((Number) raw).longValue());
        case FLAG -> (Boolean) raw ? "yes" : "no";
        case TEXT, NAME, RIGHT -> raw.toString();
      };
    }

    Object raw(R row) {
      Object raw = value.apply(row);
      return kind == Kind.ADDRESS && raw != null ? Amounts.address((Long) raw) : raw;
    }
  }

  public Table(Iterable<R> rows) {
    this.rows = rows;
  }

  /**
   * Adds a column.
   *
   * @param name in JSON and CSV, {@code snake_case}
   * @param heading in text, {@code CAPITALS}
   */
  public Table<R> column(String name, String heading, Kind kind, Function<R, ?> value) {
    columns.add(new Column<>(name, heading, group, kind, value));
    return this;
  }

  /** Puts the columns that follow under a heading of their own in text. */
  public Table<R> group(String heading) {
    group = heading;
    return this;
  }

  /** In text, writes a line above each row: what is too long for a column. */
  public Table<R> caption(Function<R, String> line) {
    caption = line;
    return this;
  }

  /** Adds a column that is in JSON and CSV only. */
  public Table<R> dataOnly(String name, Kind kind, Function<R, ?> value) {
    return column(name, null, kind, value);
  }

  /** Adds a column that is in text only, such as a share of a total. */
  public Table<R> textOnly(String heading, Kind kind, Function<R, ?> value) {
    return column(null, heading, kind, value);
  }

  /** Writes a heading line and a line per row. */
  void text(TextWriter out, String indent) {
    List<Column<R>> shown = columns.stream().filter(c -> c.heading() != null).toList();
    Iterator<R> remaining = rows.iterator();
    List<R> firstRows = new ArrayList<>();
    List<String[]> first = new ArrayList<>();
    int[] widths = new int[shown.size()];
    String[] headings = shown.stream().map(Column::heading).toArray(String[]::new);
    widen(widths, headings);
    while (first.size() < MEASURED_ROWS && remaining.hasNext()) {
      R row = remaining.next();
      String[] cells = cells(shown, row);
      widen(widths, cells);
      first.add(cells);
      firstRows.add(row);
    }
    narrowNameColumns(widths, shown, headings, indent.length(), out.columns());
    fitNameColumns(widths, shown, headings, first);
    if (shown.stream().anyMatch(column -> !column.group().isEmpty())) {
      out.heading(groupLine(shown, widths, indent));
    }
    out.heading(line(shown, headings, widths, indent));
    int last = lastColumnStart(widths, indent.length());
    for (int i = 0; i < first.size(); i++) {
      caption(out, firstRows.get(i), indent);
      out.row(line(shown, first.get(i), widths, indent), last);
    }
    widths[widths.length - 1] = Math.max(widths[widths.length - 1], out.columns() - last);
    remaining.forEachRemaining(
        row -> {
          caption(out, row, indent);
          String[] cells = cells(shown, row);
          shortenNames(cells, shown, widths);
          out.row(line(shown, cells, widths, indent), last);
        });
  }

  /** The column that the last one begins at. */
  private static int lastColumnStart(int[] widths, int indent) {
    int start = indent;
    for (int i = 0; i < widths.length - 1; i++) {
      start += widths[i] + GAP.length();
    }
    return start;
  }

  /**
   * Takes from the widest columns of names until a line fits, or they are as narrow as they get.
   */
  private static <R> void narrowNameColumns(
      int[] widths, List<Column<R>> columns, String[] headings, int indent, int lineWidth) {
    int excess = indent + (widths.length - 1) * GAP.length() - lineWidth;
    for (int width : widths) {
      excess += width;
    }
    for (; excess > 0; excess--) {
      int widest = -1;
      for (int i = 0; i < widths.length; i++) {
        boolean canShrink =
            columns.get(i).isName() && widths[i] > Math.max(MIN_NAME_WIDTH, headings[i].length());
        widest = canShrink && (widest < 0 || widths[i] > widths[widest]) ? i : widest;
      }
      if (widest < 0) {
        return;
      }
      widths[widest]--;
    }
  }

  /** Shortens names to their columns, and columns to what names are left. */
  private static <R> void fitNameColumns(
      int[] widths, List<Column<R>> columns, String[] headings, List<String[]> rows) {
    for (int i = 0; i < widths.length; i++) {
      if (columns.get(i).isName()) {
        int used = headings[i].length();
        for (String[] cells : rows) {
          cells[i] = NameShortener.shorten(cells[i], widths[i]);
          used = Math.max(used, cells[i].length());
        }
        widths[i] = used;
      }
    }
  }

  private static <R> void shortenNames(String[] cells, List<Column<R>> columns, int[] widths) {
    for (int i = 0; i < cells.length; i++) {
      cells[i] = columns.get(i).isName() ? NameShortener.shorten(cells[i], widths[i]) : cells[i];
    }
  }

  private void caption(TextWriter out, R row, String indent) {
    if (caption != null) {
      out.line(indent, caption.apply(row), "");
    }
  }

  /** The names of groups, each in the middle of a rule over its columns. */
  private static <R> String groupLine(List<Column<R>> columns, int[] widths, String indent) {
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

  private static <R> String[] cells(List<Column<R>> columns, R row) {
    return columns.stream().map(column -> column.text(row)).toArray(String[]::new);
  }

  private static void widen(int[] widths, String[] cells) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], cells[i].length());
    }
  }

  private static <R> String line(
      List<Column<R>> columns, String[] cells, int[] widths, String indent) {
    StringBuilder line = new StringBuilder(indent);
    for (int i = 0; i < cells.length; i++) {
      String pad = " ".repeat(Math.max(0, widths[i] - cells[i].length()));
      line.append(i > 0 ? GAP : "");
      if (columns.get(i).isRightAligned()) {
        line.append(pad).append(cells[i]);
      } else {
        line.append(cells[i]).append(i < cells.length - 1 ? pad : "");
      }
    }
    return line.toString().stripTrailing();
  }

  /** Writes a line of names and a line per row, as RFC 4180 says but with plain line feeds. */
  void csv(TextWriter out) {
    List<Column<R>> shown = columns.stream().filter(c -> c.name() != null).toList();
    out.raw(String.join(",", shown.stream().map(Column::name).toList()));
    StringBuilder line = new StringBuilder();
    for (R row : rows) {
      line.setLength(0);
      for (Column<R> column : shown) {
        line.append(line.length() > 0 || column != shown.get(0) ? "," : "");
        Object raw = column.raw(row);
        line.append(raw == null ? "" : quote(raw.toString()));
      }
      out.raw(line);
    }
  }

  private static String quote(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** The rows as JSON objects, made one by one as they are asked for. */
  public Iterable<Map<String, Object>> json() {
    List<Column<R>> shown = columns.stream().filter(c -> c.name() != null).toList();
    return () -> {
      Iterator<R> remaining = rows.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return remaining.hasNext();
        }

        @Override
        public Map<String, Object> next() {
          R row = remaining.next();
          Map<String, Object> object = new LinkedHashMap<>();
          shown.forEach(column -> object.put(column.name(), column.raw(row)));
          return object;
        }
      };
    };
  }
}
