package dev.godump.report.value;

import dev.godump.binary.type.GoType;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.NameShortener;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.HeapTypes;
import dev.godump.types.ObjectType;
import dev.godump.types.value.GoValue;
import dev.godump.types.value.ValueReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * {@code godump objects --fields}: the values of objects, one object per line. Each is read while
 * it is written.
 */
public final class ObjectFieldsReport implements Report {
  /** Columns of a line of text apart from the value. */
  private static final int OTHER_COLUMNS = 36;

  private static final int MIN_VALUE_COLUMNS = 20;

  private final HeapGraph graph;
  private final HeapTypes types;
  private final HeapParts parts;
  private final ValueReader reader;
  private final Iterable<Integer> ids;
  private final RowLimit limit;
  private final List<String> fieldNames;

  /**
   * @param ids of the objects
   * @param limit of the objects to show
   * @param fieldNames the columns of CSV; empty for one column with the whole value
   */
  public ObjectFieldsReport(
      HeapGraph graph,
      HeapTypes types,
      HeapParts parts,
      ValueReader reader,
      Iterable<Integer> ids,
      RowLimit limit,
      List<String> fieldNames) {
    this.graph = graph;
    this.types = types;
    this.parts = parts;
    this.reader = reader;
    this.ids = ids;
    this.limit = limit;
    this.fieldNames = fieldNames;
  }

  /**
   * An object and its value.
   *
   * @param value or null if unknown
   * @param type of the value, or null if unknown
   */
  private record Row(int id, @Nullable GoValue value, @Nullable GoType type) {
    private List<GoValue.Field> fields() {
      if (value instanceof GoValue.Struct struct) {
        return struct.fields();
      }
      return value instanceof GoValue.WellKnown known ? known.fields() : List.of();
    }

    /** Returns a field as a cell: a number or a whole string as it is, other values in words. */
    private @Nullable Object cell(String name) {
      for (GoValue.Field field : fields()) {
        if (field.name().equals(name)) {
          return field.value() instanceof GoValue.Nil
              ? null
              : field.value() instanceof GoValue.Text text && text.whole()
                  ? text.text()
                  : field.value() instanceof GoValue.Scalar scalar
                          && scalar.value() instanceof Number number
                      ? number
                      : ValueText.line(field.value(), field.type());
        }
      }
      return null;
    }
  }

  private Row row(int id) {
    try {
      GoType type =
          types.mapOrChannelOf(id).or(() -> types.typeOf(id).map(ObjectType::element)).orElse(null);
      return new Row(id, reader.readObject(id).orElse(null), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Iterator<Row> rows() {
    return StreamSupport.stream(ids.spliterator(), false).map(this::row).iterator();
  }

  private Table<Row> table() {
    Iterable<Row> all = this::rows;
    Table<Row> table =
        new Table<>(all)
            .limit(limit)
            .column("address", "ADDRESS", Kind.ADDRESS, row -> graph.objects().address(row.id))
            .column("size", "SIZE", Kind.BYTES, row -> graph.objects().size(row.id));
    LivenessText.columns(table, row -> parts.of(row.id))
        .dataOnly("type", Kind.TEXT, row -> typeName(row.id));
    return LivenessText.keptByCleanups(table, row -> parts.of(row.id));
  }

  private @Nullable String typeName(int id) {
    return types.typeOf(id).map(ObjectType::name).orElse(null);
  }

  private static String line(Row row) {
    return row.value == null ? "" : ValueText.line(row.value, row.type);
  }

  @Override
  public void text(TextWriter out) {
    int width = Math.max(MIN_VALUE_COLUMNS, out.columns() - OTHER_COLUMNS);
    out.table(
        table().textOnly("VALUE", Kind.TEXT, row -> NameShortener.truncate(line(row), width)));
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields().with("objects", lines().orElseThrow());
  }

  @Override
  public Optional<Iterable<Map<String, Object>>> lines() {
    Iterable<Row> all = this::rows;
    Iterable<Row> shown = limit.cut(all);
    return Optional.of(
        () -> StreamSupport.stream(shown.spliterator(), false).map(this::json).iterator());
  }

  /** Returns an object with its fields by name if it is a struct, else with its value. */
  private Map<String, Object> json(Row row) {
    HeapPart part = parts.of(row.id);
    Json.Fields object =
        Json.fields()
            .with("address", Amounts.address(graph.objects().address(row.id)))
            .with("size", graph.objects().size(row.id))
            .with("live", part.isLive())
            .with("kept_by_cleanups", part.isKeptByCleanups())
            .with("type", typeName(row.id))
            .with(
                "certainty",
                types.typeOf(row.id).map(type -> type.certainty().label()).orElse("unknown"));
    if (row.fields().isEmpty()) {
      return object.with("value", row.value == null ? null : ValueJson.byName(row.value, row.type));
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    row.fields()
        .forEach(field -> fields.put(field.name(), ValueJson.byName(field.value(), field.type())));
    return object.with("fields", fields);
  }

  @Override
  public Optional<Table<?>> csv() {
    Table<Row> table = table();
    fieldNames.forEach(name -> table.dataOnly(name, Kind.TEXT, row -> row.cell(name)));
    return Optional.of(
        fieldNames.isEmpty()
            ? table.dataOnly("value", Kind.TEXT, ObjectFieldsReport::line)
            : table);
  }
}
