package dev.godump.report.text;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an answer with named columns: formatted in text, raw in JSON and CSV. Rows are iterated
 * once per output and need not fit in memory. Not thread-safe.
 *
 * @param <R> type of a row
 */
public final class Table<R> {
  /** First characters of cells that are formulas to spreadsheets. */
  private static final String FORMULA_STARTS = "=+-@\t\r";

  private final Iterable<R> rows;
  private final List<Column<R>> columns = new ArrayList<>();
  private String group = "";
  private @Nullable Function<R, String> caption;
  private RowLimit limit = RowLimit.NONE;
  private final List<Legend<R>> legends = new ArrayList<>();

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
    /** A share of a whole, such as {@code 12.3%}. */
    SHARE,
    /** A change with its sign. */
    DELTA,
    /**
     * A character that marks a row, explained by a {@linkplain #legend legend}. Text leaves the
     * column out if no row has a mark.
     */
    MARK,
    /** A Boolean; null means unknown. */
    FLAG
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

  /** Limits the rows in every format; text says how many more there are. */
  public Table<R> limit(RowLimit most) {
    limit = most;
    return this;
  }

  /**
   * A line below a table that explains some of its rows.
   *
   * @param applies whether it explains a row
   */
  record Legend<R>(Predicate<R> applies, String text) {}

  /** Writes a line below the table in text if a row has a {@linkplain Kind#MARK mark}. */
  public Table<R> legend(String explanation) {
    return legend(
        row -> columns.stream().anyMatch(c -> c.kind() == Kind.MARK && !c.text(row).isEmpty()),
        explanation);
  }

  /** Writes a line below the table in text if it explains one of the rows. */
  public Table<R> legend(Predicate<R> applies, String explanation) {
    legends.add(new Legend<>(applies, explanation));
    return this;
  }

  /** Writes no line that explains rows below the table in text. */
  public Table<R> withoutLegend() {
    legends.clear();
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

  /** Leaves a column out of text. */
  public Table<R> withoutText(String name) {
    columns.replaceAll(column -> name.equals(column.name()) ? column.withoutHeading() : column);
    return this;
  }

  /** Leaves a column of text out. */
  public Table<R> withoutHeading(String heading) {
    columns.removeIf(column -> column.name() == null && heading.equals(column.heading()));
    return this;
  }

  /** Adds a column that only text has, such as a share of a total. */
  public Table<R> textOnly(String heading, Kind kind, Function<R, ?> value) {
    return add(null, heading, kind, value);
  }

  /** Writes a line of headings and one line per row. */
  void text(TextWriter out, String indent) {
    Iterator<R> all = rows.iterator();
    new TextTable<>(shown(), caption, legends).write(out, indent, limit.cut(all));
    out.more(rest(all), limit.hint());
  }

  /** Writes a table of GitHub's Markdown. */
  void markdown(TextWriter out) {
    Iterator<R> all = rows.iterator();
    MarkdownTable.write(out, shown(), caption, limit.cut(all));
    for (Legend<R> legend : legends) {
      out.raw(MarkdownTable.escape(legend.text()));
      out.raw("");
    }
    out.more(rest(all), limit.hint());
  }

  private List<Column<R>> shown() {
    return columns.stream().filter(c -> c.heading() != null).toList();
  }

  private static long rest(Iterator<?> rows) {
    if (rows instanceof CountedRows<?> counted) {
      return counted.left();
    }
    long count = 0;
    for (; rows.hasNext(); rows.next()) {
      count++;
    }
    return count;
  }

  /**
   * Writes a line of names and one line per row, as in RFC 4180 but with plain line feeds. Texts
   * that begin like a formula get an apostrophe.
   */
  void csv(TextWriter out) {
    List<Column<R>> shown = columns.stream().filter(c -> c.name() != null).toList();
    out.raw(String.join(",", shown.stream().map(Column::name).toList()));
    StringBuilder line = new StringBuilder();
    for (Iterator<R> shownRows = limit.cut(rows.iterator()); shownRows.hasNext(); ) {
      R row = shownRows.next();
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
    return raw instanceof Number
        ? raw.toString()
        : quote(inert(TerminalEscaper.escapeWithinLines(raw.toString())));
  }

  /** Puts an apostrophe before a text that spreadsheets would take for a formula. */
  private static String inert(String text) {
    return !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quote(String cell) {
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /**
   * Adds the rows to an answer, and as {@code more} the number of those after them; both are found
   * when they are written.
   */
  public Json.Fields addTo(Json.Fields fields, String name) {
    JsonRows json = new JsonRows();
    return fields.with(name, json).with("more", (Supplier<Long>) json::left);
  }

  /** Rows as JSON objects that can be iterated once. */
  private final class JsonRows implements Iterable<Map<String, Object>> {
    private @Nullable Iterator<R> all;

    @Override
    public Iterator<Map<String, Object>> iterator() {
      Iterator<R> once = rows.iterator();
      all = once;
      return json(once);
    }

    /** Returns how many rows follow those that were iterated. */
    long left() {
      return all == null ? 0 : rest(all);
    }
  }

  /** Returns the rows as JSON objects, each created when the iterator reaches it. */
  public Iterable<Map<String, Object>> json() {
    return () -> json(rows.iterator());
  }

  private Iterator<Map<String, Object>> json(Iterator<R> all) {
    List<Column<R>> shown = columns.stream().filter(c -> c.name() != null).toList();
    Iterator<R> remaining = limit.cut(all);
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
  }
}
