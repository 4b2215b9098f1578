package dev.godump.report;

import dev.godump.binary.GoType;
import dev.godump.report.Table.Kind;
import dev.godump.types.value.GoValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Values in lines of at most 100 columns: a value that has room stands in one line, of others the parts
 * stand below.
 */
final class ValueTree {
  private static final int COLUMNS = 100;

  private static final int OFFSET = 6;
  private static final int GAP = 2;
  private static final int LONGEST_TYPE = 26;
  private static final int LONGEST_NAME = 24;

  /** What a value has at most and at least. */
  private static final int WIDEST = 84;

  private static final int LEAST = 32;
  private static final String INDENT = "  ";

  private final List<Row> rows = new ArrayList<>();
  private final int room;
  private String note = "";

  /**
   * A line.
   *
   * @param note what is said of a part beside its value
   * @param offset in the value that the part belongs to, or null where it has none
   */
  private record Row(String note, Long offset, String name, String type, String value) {}

  /** @param room columns of a value */
  private ValueTree(int room, List<GoValue.Field> parts, List<String> notes) {
    this.room = room;
    for (int i = 0; i < parts.size(); i++) {
      GoValue.Field part = parts.get(i);
      note = notes.isEmpty() ? "" : notes.get(i);
      add(part.name(), part.offset() < 0 ? null : part.offset(), part.type(), part.value(), "");
    }
  }

  /** The parts of a value, a line or more for each, under headings. */
  static Table<?> of(List<GoValue.Field> parts) {
    return of(parts, null, List.of());
  }

  /**
   * With a column in front.
   *
   * @param heading of that, or null for none
   * @param notes what it says of each part
   */
  static Table<?> of(List<GoValue.Field> parts, String heading, List<String> notes) {
    int beside = INDENT.length() + (heading == null ? 0 : GAP + notes.stream().mapToInt(String::length).max().orElse(0));
    ValueTree tree = new ValueTree(WIDEST, parts, notes);
    // a wider room makes fewer lines, so the first that fits is looked for from above
    for (int room = WIDEST; room > LEAST && beside + tree.width() + room > COLUMNS; ) {
      room = Math.max(LEAST, Math.min(room - 1, COLUMNS - beside - tree.width()));
      tree = new ValueTree(room, parts, notes);
    }
    Table<Row> table = new Table<>(tree.rows);
    if (heading != null) {
      table.note(heading, Kind.TEXT, Row::note);
    }
    if (tree.placed()) {
      table.note("OFFSET", Kind.RIGHT, row -> row.offset == null ? "" : row.offset);
    }
    return table
        .note("NAME", Kind.TEXT, Row::name)
        .note("TYPE", Kind.TEXT, Row::type)
        .note("VALUE", Kind.TEXT, Row::value);
  }

  private boolean placed() {
    return rows.stream().anyMatch(row -> row.offset != null);
  }

  /** Columns before the value. */
  private int width() {
    int names = rows.stream().mapToInt(row -> row.name.length()).max().orElse(0);
    int types = rows.stream().mapToInt(row -> row.type.length()).max().orElse(0);
    return (placed() ? OFFSET + GAP : 0) + names + GAP + types + GAP;
  }

  private void add(String name, Long offset, GoType type, GoValue value, String indent) {
    String line = ValueText.line(value, type);
    List<GoValue.Field> below = line.length() <= room || numbers(value) ? List.of() : below(value, type);
    if (below.isEmpty()) {
      row(indent + name, offset, type, line);
      return;
    }
    row(indent + name, offset, type, ValueText.head(value, type));
    String deeper = indent + INDENT;
    below.forEach(part -> add(part.name(), part.offset() < 0 ? null : part.offset(), part.type(), part.value(), deeper));
    long more = left(value);
    if (more > 0) {
      rows.add(new Row("", null, deeper + "…", "", Amounts.count(more) + " more: --elements shows more"));
    }
  }

  /** Whether a value is a row of numbers, of which the first few say as much as a line for each. */
  private static boolean numbers(GoValue value) {
    return value instanceof GoValue.Elements elements
        && !elements.first().isEmpty()
        && elements.first().stream().allMatch(each -> each instanceof GoValue.Scalar);
  }

  private void row(String name, Long offset, GoType type, String value) {
    String shownName = name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
    String shown = value.length() <= room ? value : value.substring(0, room - 1) + "…";
    rows.add(new Row(note, offset, shownName, type(type), shown));
    note = "";
  }

  /** A type's name; of a long one the end, which tells most. */
  private static String type(GoType type) {
    String name = type == null ? "" : type.name();
    if (name.length() > LONGEST_TYPE && name.startsWith("struct {")) {
      return "struct {…}";
    }
    return name.length() <= LONGEST_TYPE ? name : "…" + name.substring(name.length() - LONGEST_TYPE + 1);
  }

  /** How many elements or entries were not read. */
  static long left(GoValue value) {
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
  static List<GoValue.Field> below(GoValue value, GoType type) {
    if (value instanceof GoValue.Struct struct) {
      return struct.fields();
    } else if (value instanceof GoValue.Elements elements) {
      return items(elements.first(), elements.elem(), true);
    } else if (value instanceof GoValue.Channel channel) {
      return items(channel.first(), channel.elem(), false);
    } else if (value instanceof GoValue.Entries entries) {
      List<GoValue.Field> parts = new ArrayList<>();
      for (GoValue.Entry entry : entries.first()) {
        parts.add(new GoValue.Field("[" + ValueText.line(entry.key(), ValueText.key(type)) + "]", -1, ValueText.elem(type), entry.value()));
      }
      return parts;
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
    boolean made = value instanceof GoValue.Struct || value instanceof GoValue.Elements;
    List<GoValue.Field> below = made ? below(value, type) : List.of();
    return below.isEmpty() ? List.of(new GoValue.Field("", 0, type, value)) : below;
  }

  private static List<GoValue.Field> items(List<GoValue> values, GoType elem, boolean placed) {
    List<GoValue.Field> parts = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      parts.add(new GoValue.Field("[" + i + "]", placed && elem != null ? i * elem.size() : -1, elem, values.get(i)));
    }
    return parts;
  }
}
