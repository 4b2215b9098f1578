package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.NameShortener;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.types.RuntimeTypeName;
import dev.godump.types.value.GoValue;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out values as a table. A value that is too wide for a line has its parts on lines below. */
public final class ValueTree {
  private static final int OFFSET_WIDTH = 6;
  private static final int GAP = 2;
  private static final String INDENT = "  ";

  /** Maximum length of a name, without its indentation. */
  public static final int MAX_NAME_LENGTH = 32;

  private final List<Row> rows = new ArrayList<>();
  private final Widths widths;
  private String note = "";

  /**
   * A line.
   *
   * @param note remark on a part
   * @param offset of the part in its value, or null if it has none
   */
  private record Row(String note, @Nullable Long offset, String name, String type, String value) {}

  /** Maximum widths of names, types and values, in columns. */
  private record Widths(int name, int type, int value) {
    /** Returns the initial widths for a line. */
    static Widths of(int columns) {
      return new Widths(columns / 2, columns * 3 / 10, columns - 16);
    }

    /** Returns widths that save up to a number of columns, or the same if they are minimal. */
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

  /** Returns a table with one or more lines per part of a value. */
  static Table<?> table(List<GoValue.Field> parts, int columns) {
    return table(parts, columns, null, List.of());
  }

  /**
   * Returns a table with an additional first column.
   *
   * @param columns width of a line
   * @param heading of the first column, or null for none
   * @param notes cells of the first column, by part
   */
  public static Table<?> table(
      List<GoValue.Field> parts, int columns, @Nullable String heading, List<String> notes) {
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
    table.textOnly("NAME", Kind.TEXT, Row::name);
    if (tree.rows.isEmpty() || tree.rows.stream().anyMatch(row -> !row.type.isEmpty())) {
      table.textOnly("TYPE", Kind.TEXT, Row::type);
    }
    return table.textOnly("VALUE", Kind.TEXT, Row::value);
  }

  private boolean hasOffsets() {
    return rows.stream().anyMatch(row -> row.offset != null);
  }

  /** Returns the width of the table with its longest names, types and values. */
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

  private void add(
      String name, @Nullable Long offset, @Nullable GoType type, GoValue value, String indent) {
    String line = ValueText.line(value, type);
    List<GoValue.Field> children =
        line.length() <= widths.value || isNumberList(value) ? List.of() : children(value, type);
    if (children.isEmpty()) {
      row(indent + NameShortener.keepEnds(name, MAX_NAME_LENGTH), offset, type, line);
      return;
    }
    row(
        indent + NameShortener.keepEnds(name, MAX_NAME_LENGTH),
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

  /** Whether a value is a list of numbers, which are never shown on a line each. */
  private static boolean isNumberList(GoValue value) {
    return value instanceof GoValue.Elements elements
        && !elements.first().isEmpty()
        && elements.first().stream().allMatch(each -> each instanceof GoValue.Scalar);
  }

  private void row(String name, @Nullable Long offset, @Nullable GoType type, String value) {
    rows.add(
        new Row(
            note,
            offset,
            NameShortener.keepEnds(name, widths.name),
            type(type, widths.type),
            NameShortener.truncate(value, widths.value)));
    note = "";
  }

  private static String type(@Nullable GoType type, int widths) {
    String name = type == null ? "" : RuntimeTypeName.shown(type.name());
    return name.length() > widths && name.startsWith("struct {")
        ? "struct {…}"
        : NameShortener.shorten(name, widths);
  }

  /** Returns how many elements or entries were not read. */
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

  /** Returns the parts of a value. */
  static List<GoValue.Field> children(GoValue value, @Nullable GoType type) {
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

  /** Returns the parts of a struct, slice or array, or any other value as a part without a name. */
  static List<GoValue.Field> parts(GoValue value, @Nullable GoType type) {
    boolean hasParts = value instanceof GoValue.Struct || value instanceof GoValue.Elements;
    List<GoValue.Field> children = hasParts ? children(value, type) : List.of();
    return children.isEmpty() ? List.of(new GoValue.Field("", 0, type, value)) : children;
  }

  private static List<GoValue.Field> items(
      List<GoValue> values, @Nullable GoType elem, boolean hasOffsets) {
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
