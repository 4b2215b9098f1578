package dev.godump.report;

import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code godump index}: the indexes in a directory. */
public final class IndexList implements Report {
  /** Start of the state of an index that was deleted. */
  public static final String DELETED = "deleted";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

  private final String directory;
  private final List<Row> rows;

  /**
   * One index.
   *
   * @param file path of the index
   * @param dump path of the dump, or empty if unknown
   * @param bytes size of the index
   * @param lastUsed when the index was last used
   * @param state in words
   */
  public record Row(String file, String dump, long bytes, Instant lastUsed, String state) {
    /** Returns the row with another state. */
    public Row withState(String newState) {
      return new Row(file, dump, bytes, lastUsed, newState);
    }

    /** Returns the row after some bytes of the index were deleted. */
    public Row without(long deleted) {
      return new Row(file, dump, bytes - deleted, lastUsed, state);
    }

    private boolean isDeleted() {
      return state.startsWith(DELETED);
    }
  }

  public IndexList(String directory, List<Row> rows) {
    this.directory = directory;
    this.rows = List.copyOf(rows);
  }

  @Override
  public void text(TextWriter out) {
    if (rows.isEmpty()) {
      out.line("no index in " + directory);
      return;
    }
    out.table(table());
    out.line();
    sum(out, "in", rows.stream().filter(row -> !row.isDeleted()).toList());
    sum(out, "deleted from", rows.stream().filter(Row::isDeleted).toList());
  }

  private void sum(TextWriter out, String where, List<Row> some) {
    if (!some.isEmpty()) {
      String bytes = Amounts.bytes(some.stream().mapToLong(Row::bytes).sum());
      out.line("  " + bytes + " " + where + " " + directory);
    }
  }

  private Table<Row> table() {
    return new Table<>(rows)
        .column("bytes", "SIZE", Kind.BYTES, Row::bytes)
        .textOnly("USED", Kind.TEXT, row -> TIME.format(row.lastUsed()))
        .dataOnly("used", Kind.TEXT, row -> row.lastUsed().toString())
        .column("state", "STATE", Kind.TEXT, Row::state)
        .dataOnly("dump", Kind.TEXT, Row::dump)
        .textOnly("DUMP", Kind.TEXT, row -> row.dump().isEmpty() ? row.file() : row.dump())
        .dataOnly("file", Kind.TEXT, Row::file);
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields().with("directory", directory).with("indexes", table().json());
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }
}
