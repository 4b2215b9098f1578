package dev.godump.report.text;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an answer with named columns: formatted in text, raw in JSON and CSV. Rows are iterated
 * once per output and need not fit in memory. Not thread-safe.
 *
 * @param <R> type of a row
 */
public final class Table<R> {
  /** Rows that determine the widths of columns; later rows may be wider. */
  private static final int MEASURED_ROWS = 1000;

  private static final String GAP = "  ";

  /** First characters of cells that are formulas to spreadsheets. */
  private static final String FORMULA_STARTS = "=+-@\t\r";

  /** Columns of text below which names are not shortened. */
  private static final int MIN_NAME_WIDTH = 16;

  private static final int NONE = -1;

  private final Iterable<R> rows;
  private final List<Column<R>> columns = new ArrayList<>();
  private String group = "";
  private @Nullable Function<R, String> caption;

  /** How the values of a column are shown in text. */
  public enum Kind {
    /** A long, as a hexadecimal address. */
    ADDRESS,
    /** A number, with its digits grouped; {@link Json#unsigned} if it is unsigned. */
    COUNT,
    /** A number of bytes; {@link Json#unsigned} if it is unsigned. */
    BYTES,
    /** Any value, as it is, aligned to the left. */
    TEXT,
    /** A name: like {@link #TEXT}, but text shortens it if the line would be too wide. */
    NAME,
    /** Any value, as it is, aligned to the right. */
    RIGHT,
    /** A Boolean; null means unknown. */
    FLAG
  }

  /**
   * @param name in JSON and CSV, or null if they leave the column out
   * @param heading in text, or null if text leaves the column out
   * @param group the heading above the heading, or empty
   */
  private record Column<R>(
      @Nullable String name,
      @Nullable String heading,
      String group,
      Kind kind,
      Function<R, ?> value) {
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
        case COUNT ->
            raw instanceof BigInteger count
                ? Amounts.unsignedCount(count.longValue())
                : Amounts.count(((Number) raw).longValue());
        case BYTES ->
            raw instanceof BigInteger bytes
                ? Amounts.unsignedBytes(bytes.longValue())
                : Amounts.bytes(((Number) raw).longValue());
        case FLAG -> (Boolean) raw ? "yes" : "no";
        case TEXT, NAME, RIGHT -> raw.toString();
      };
    }

    @Nullable Object raw(R row) {
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
    return add(name, heading, kind, value);
  }

  private Table<R> add(
      @Nullable String name, @Nullable String heading, Kind kind, Function<R, ?> value) {
    columns.add(new Column<>(name, heading, group, kind, value));
    return this;
  }

  /** Puts the columns that are added from now on under a common heading in text. */
  public Table<R> group(String heading) {
    group = heading;
    return this;
  }

  /** Writes a line above each row in text, for a name that is too long for a column. */
  public Table<R> caption(Function<R, String> line) {
    caption = line;
    return this;
  }

  /** Adds a column that only JSON and CSV have. */
  public Table<R> dataOnly(String name, Kind kind, Function<R, ?> value) {
    return add(name, null, kind, value);
  }

  /** Adds a column that only text has, such as a share of a total. */
  public Table<R> textOnly(String heading, Kind kind, Function<R, ?> value) {
    return add(null, heading, kind, value);
  }

  /** Writes a line of headings and one line per row. */
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

  /** Returns where in a line the last column begins. */
  private static int lastColumnStart(int[] widths, int indent) {
    int start = indent;
    for (int i = 0; i < widths.length - 1; i++) {
      start += widths[i] + GAP.length();
    }
    return start;
  }

  /** Narrows the widest columns of names until a line fits, or all are at their minimum. */
  private static <R> void narrowNameColumns(
      int[] widths, List<Column<R>> columns, String[] headings, int indent, int lineWidth) {
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

  /** Returns the names of groups, each centered in a rule above its columns. */
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

  /**
   * Writes a line of names and one line per row, as in RFC 4180 but with plain line feeds. Texts
   * that begin like a formula get an apostrophe.
   */
  void csv(TextWriter out) {
    List<Column<R>> shown = columns.stream().filter(c -> c.name() != null).toList();
    out.raw(String.join(",", shown.stream().map(Column::name).toList()));
    StringBuilder line = new StringBuilder();
    for (R row : rows) {
      line.setLength(0);
      for (int i = 0; i < shown.size(); i++) {
        line.append(i > 0 ? "," : "");
        Object raw = shown.get(i).raw(row);
        line.append(raw == null ? "" : cell(raw));
      }
      out.raw(line);
    }
  }

  private static String cell(Object raw) {
    return raw instanceof Number ? raw.toString() : quote(inert(raw.toString()));
  }

  /** Puts an apostrophe before a text that spreadsheets would take for a formula. */
  private static String inert(String text) {
    return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quote(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** Returns the rows as JSON objects, each created when the iterator reaches it. */
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
