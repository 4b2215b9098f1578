package dev.godump.report.record;

import dev.godump.format.RecordKind;
import dev.godump.format.RecordReader;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** {@code godump records}: every record in file order, read while it is written. */
public final class RecordsReport implements Report {
  private static final int MAX_LIST_ITEMS = 8;

  private final RecordReader reader;
  private final Set<RecordKind> kinds;

  /**
   * @param kinds of records to show
   */
  public RecordsReport(RecordReader reader, Set<RecordKind> kinds) {
    this.reader = reader;
    this.kinds = kinds;
  }

  private Table<RecordRow> table() {
    return new Table<>(() -> new Rows(reader, kinds))
        .column("position", "BYTE", Kind.COUNT, RecordRow::position)
        .column("kind", "KIND", Kind.TEXT, row -> row.kind().label())
        .column("fields", "FIELDS", Kind.TEXT, row -> text(row.fields()));
  }

  private static String text(Map<String, Object> fields) {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + text(e.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String text(Object value) {
    if (value instanceof Iterable<?> items) {
      List<Object> list = new ArrayList<>();
      items.forEach(list::add);
      String shown =
          list.stream()
              .limit(MAX_LIST_ITEMS)
              .map(RecordsReport::text)
              .collect(Collectors.joining(","));
      return list.size() > MAX_LIST_ITEMS
          ? shown + ",…(" + list.size() + ")"
          : shown.isEmpty() ? "-" : shown;
    }
    if (value instanceof Map<?, ?> call) {
      return call.get("function") + "@" + call.get("file") + ":" + call.get("line");
    }
    String text = String.valueOf(value);
    return text.isEmpty() || text.indexOf(' ') >= 0 ? '"' + text + '"' : text;
  }

  @Override
  public void text(TextWriter out) {
    out.table(table());
  }

  @Override
  public Map<String, Object> json() {
    Iterable<RecordRow> rows = () -> new Rows(reader, kinds);
    return Json.fields()
        .with(
            "records",
            Json.list(
                () -> StreamSupport.stream(rows.spliterator(), false).map(RecordsReport::json)));
  }

  private static Json.Fields json(RecordRow row) {
    Json.Fields fields =
        Json.fields().with("position", row.position()).with("kind", row.kind().label());
    fields.putAll(row.fields());
    return fields;
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }

  /** Reads records one at a time. */
  private static final class Rows implements Iterator<RecordRow> {
    private final RecordReader reader;
    private final RecordFields fields;
    private @Nullable RecordRow next;
    private boolean ended;

    Rows(RecordReader reader, Set<RecordKind> kinds) {
      this.reader = reader;
      this.fields = new RecordFields(kinds, row -> next = row);
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && !ended) {
          ended = !reader.next(fields);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return next != null;
    }

    @Override
    public RecordRow next() {
      RecordRow row = hasNext() ? next : null;
      if (row == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return row;
    }
  }
}
