package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.NameShortener;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.types.value.GoValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Values in lines that fit: a value that has room stands in one line, of others the parts stand
 * below.
 */
public final class ValueTree {
  private static final int OFFSET_WIDTH = 6;
  private static final int GAP = 2;
  private static final String INDENT = "  ";

  /** What of a name is shown beside what it is indented by. */
  private static final int MAX_NAME_LENGTH = 24;

  private final List<Row> rows = new ArrayList<>();
  private final Widths widths;
  private String note = "";

  /**
   * A line.
   *
   * @param note what is said of a part beside its value
   * @param offset in the value that the part belongs to, or null where it has none
   */
  private record Row(String note, Long offset, String name, String type, String value) {}

  /** How many columns names, types and values have at most. */
  private record Widths(int name, int type, int value) {
    /** What there is to begin with. */
    static Widths of(int columns) {
      return new Widths(columns / 2, columns * 3 / 10, columns - 16);
    }

    /** Less, to save a number of columns; the same if nothing can be saved. */
    Widths reduced(int excess) {
      if (value > 40) {
        return new Widths(name, type, Math.max(40, value - excess));
      }
      if (value > 34) {
        return new Widths(name, type, Math.max(34, value - excess));
      }
      if (type > 18) {
        return new Widths(name, Math.max(18, type - excess), value);
      }
      return new Widths(
          Math.max(16, name - excess), type, name > 16 ? value : Math.max(16, value - excess));
    }
  }

  private ValueTree(Widths widths, List<GoValue.Field> parts, List<String> notes) {
    this.widths = widths;
    for (int i = 0; i < parts.size(); i++) {
      GoValue.Field part = parts.get(i);
      note = notes.isEmpty() ? "" : notes.get(i);
      add(part.name(), part.offset() < 0 ? null : part.offset(), part.type(), part.value(), "");
    }
  }

  /** The parts of a value, a line or more for each, under headings. */
  static Table<?> table(List<GoValue.Field> parts, int columns) {
    return table(parts, columns, null, List.of());
  }

  /**
   * With a column in front.
   *
   * @param columns that a line has
   * @param heading of that, or null for none
   * @param notes what it says of each part
   */
  public static Table<?> table(
      List<GoValue.Field> parts, int columns, String heading, List<String> notes) {
    int reserved =
        INDENT.length()
            + (heading == null ? 0 : GAP + notes.stream().mapToInt(String::length).max().orElse(0));
    Widths widths = Widths.of(columns);
    ValueTree tree = new ValueTree(widths, parts, notes);
    for (int excess = reserved + tree.tableWidth() - columns;
        excess > 0;
        excess = reserved + tree.tableWidth() - columns) {
      Widths reduced = widths.reduced(excess);
      if (reduced.equals(widths)) {
        break;
      }
      widths = reduced;
      tree = new ValueTree(widths, parts, notes);
    }
    Table<Row> table = new Table<>(tree.rows);
    if (heading != null) {
      table.textOnly(heading, Kind.TEXT, Row::note);
    }
    if (tree.hasOffsets()) {
      table.textOnly("OFFSET", Kind.RIGHT, row -> row.offset == null ? "" : row.offset);
    }
    return table
        .textOnly("NAME", Kind.TEXT, Row::name)
        .textOnly("TYPE", Kind.TEXT, Row::type)
        .textOnly("VALUE", Kind.TEXT, Row::value);
  }

  private boolean hasOffsets() {
    return rows.stream().anyMatch(row -> row.offset != null);
  }

  /** Columns of the longest names, types and values together. */
  private int tableWidth() {
    int names = 4;
    int types = 4;
    int values = 5;
    for (Row row : rows) {
      names = Math.max(names, row.name.length());
      types = Math.max(types, row.type.length());
      values = Math.max(values, row.value.length());
    }
    return (hasOffsets() ? OFFSET_WIDTH + GAP : 0) + names + GAP + types + GAP + values;
  }

  private void add(String name, Long offset, GoType type, GoValue value, String indent) {
    String line = ValueText.line(value, type);
    List<GoValue.Field> children =
        line.length() <= widths.value || isNumberList(value) ? List.of() : children(value, type);
    if (children.isEmpty()) {
      row(indent + NameShortener.truncate(name, MAX_NAME_LENGTH), offset, type, line);
      return;
    }
    row(
        indent + NameShortener.truncate(name, MAX_NAME_LENGTH),
        offset,
        type,
        ValueText.head(value, type));
    String deeper = indent + INDENT;
    children.forEach(
        part ->
            add(
                part.name(),
                part.offset() < 0 ? null : part.offset(),
                part.type(),
                part.value(),
                deeper));
    long more = unread(value);
    if (more > 0) {
      rows.add(
          new Row(
              "", null, deeper + "…", "", Amounts.count(more) + " more: --elements shows more"));
    }
  }

  /** Whether a value is a row of numbers, of which the first few say as much as a line for each. */
  private static boolean isNumberList(GoValue value) {
    return value instanceof GoValue.Elements elements
        && !elements.first().isEmpty()
        && elements.first().stream().allMatch(each -> each instanceof GoValue.Scalar);
  }

  private void row(String name, Long offset, GoType type, String value) {
    rows.add(
        new Row(
            note,
            offset,
            NameShortener.truncate(name, widths.name),
            type(type, widths.type),
            NameShortener.truncate(value, widths.value)));
    note = "";
  }

  private static String type(GoType type, int widths) {
    String name = type == null ? "" : type.name();
    return name.length() > widths && name.startsWith("struct {")
        ? "struct {…}"
        : NameShortener.shorten(name, widths);
  }

  /** How many elements or entries were not read. */
  static long unread(GoValue value) {
    if (value instanceof GoValue.Elements elements) {
      return elements.length() - elements.first().size();
    } else if (value instanceof GoValue.Entries entries) {
      return entries.count() - entries.first().size();
    } else if (value instanceof GoValue.Channel channel) {
      return channel.length() - channel.first().size();
    }
    return 0;
  }

  /** What a value is made of. */
  static List<GoValue.Field> children(GoValue value, GoType type) {
    if (value instanceof GoValue.Struct struct) {
      return struct.fields();
    } else if (value instanceof GoValue.Elements elements) {
      return items(elements.first(), elements.elem(), true);
    } else if (value instanceof GoValue.Channel channel) {
      return items(channel.first(), channel.elem(), false);
    } else if (value instanceof GoValue.Entries entries) {
      List<GoValue.Field> parts = new ArrayList<>();
      for (GoValue.Entry entry : entries.first()) {
        parts.add(
            new GoValue.Field(
                "[" + ValueText.line(entry.key(), ValueText.keyType(type)) + "]",
                -1,
                ValueText.elementType(type),
                entry.value()));
      }
      return parts;
    } else if (value instanceof GoValue.Function function) {
      return function.captured();
    } else if (value instanceof GoValue.Pointer pointer && pointer.target() != null) {
      return parts(pointer.target(), pointer.type());
    } else if (value instanceof GoValue.Dynamic dynamic && dynamic.message() == null) {
      return dynamic.value() instanceof GoValue.Pointer held && held.target() != null
          ? parts(held.target(), held.type())
          : parts(dynamic.value(), dynamic.type());
    }
    return List.of();
  }

  /** The parts of a value, or the value itself as one without a name. */
  static List<GoValue.Field> parts(GoValue value, GoType type) {
    boolean hasParts = value instanceof GoValue.Struct || value instanceof GoValue.Elements;
    List<GoValue.Field> children = hasParts ? children(value, type) : List.of();
    return children.isEmpty() ? List.of(new GoValue.Field("", 0, type, value)) : children;
  }

  private static List<GoValue.Field> items(List<GoValue> values, GoType elem, boolean hasOffsets) {
    List<GoValue.Field> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parts.add(
          new GoValue.Field(
              "[" + i + "]",
              hasOffsets && elem != null ? i * elem.size() : -1,
              elem,
              values.get(i)));
    }
    return parts;
  }
}
