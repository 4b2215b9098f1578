package dev.godump.report.record;

import dev.godump.format.RecordKind;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code godump records --stats}: number and size of the records of each kind. */
public final class RecordStatsReport implements Report {

  /**
   * Records of one kind.
   *
   * @param count number of records
   * @param bytes that the records occupy in the file
   */
  public record Row(RecordKind kind, long count, long bytes) {}

  private final List<Row> rows;
  private final long bytes;

  public RecordStatsReport(List<Row> rows) {
    this.rows = rows;
    this.bytes = rows.stream().mapToLong(Row::bytes).sum();
  }

  private Table<Row> table() {
    return new Table<>(rows)
        .column("kind", "KIND", Kind.TEXT, row -> row.kind().label())
        .column("count", "COUNT", Kind.COUNT, Row::count)
        .column("bytes", "BYTES", Kind.BYTES, Row::bytes)
        .textOnly("SHARE", Kind.SHARE, row -> Amounts.share(row.bytes(), bytes));
  }

  @Override
  public void text(TextWriter out) {
    out.table(table());
    out.line();
    long records = rows.stream().mapToLong(Row::count).sum();
    out.line("  " + Amounts.count(records, "record") + ", " + Amounts.bytes(bytes));
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields().with("kinds", table().json()).with("bytes", bytes);
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }
}
