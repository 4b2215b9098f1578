package dev.godump.report.label;

import dev.godump.analysis.LabelMemory;
import dev.godump.analysis.LabelMemory.Row;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.value.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code --by label} of goroutines and histogram: the memory of goroutines by pprof labels. */
public final class LabelsReport implements Report {
  private final LabelMemory memory;
  private final List<Row> rows;
  private final LabelText labels;
  private final RowLimit limit;

  /**
   * @param rows of the answer, in the order to show them
   * @param key of the only labels to group by; empty for all
   * @param secrets hides contents if requested
   * @param limit of the rows to show
   */
  public LabelsReport(
      LabelMemory memory, List<Row> rows, Optional<String> key, Secrets secrets, RowLimit limit) {
    this.memory = memory;
    this.rows = rows;
    this.labels = new LabelText(secrets, key);
    this.limit = limit;
  }

  private Table<Row> table(List<Row> shown) {
    return new Table<>(shown)
        .column("goroutines", "GOROUTINES", Kind.COUNT, Row::goroutines)
        .column("retained", "RETAINED", Kind.BYTES, row -> row.retained().bytes())
        .textOnly("SHARE", Kind.SHARE, row -> Amounts.share(row.retained().bytes(), memory.live()))
        .column("objects", "OBJECTS", Kind.COUNT, row -> row.retained().objects())
        .column("reached", "REACHED", Kind.BYTES, row -> row.reached().bytes())
        .dataOnly("reached_objects", Kind.COUNT, row -> row.reached().objects())
        .column("stack_bytes", "STACK", Kind.BYTES, Row::stack)
        .textOnly("LABELS", Kind.TEXT, row -> labels.text(row.labels()));
  }

  @Override
  public void text(TextWriter out) {
    out.table(table(limit.cut(rows)));
    limit.more(out, rows.size());
    out.line();
    long retained = rows.stream().mapToLong(row -> row.retained().bytes()).sum();
    out.line("  Retained: garbage if all goroutines of the row exited. What rows reach overlaps.");
    out.line(
        "  "
            + Amounts.bytes(retained)
            + " of "
            + Amounts.bytes(memory.live())
            + " of live objects are retained by the goroutines of one row.");
    if (rows.stream()
        .anyMatch(row -> row.labels().labels().isPresent() && !row.labels().isKnown())) {
      out.line("  " + LabelText.UNKNOWN);
    }
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("rows", limit.cut(rows).stream().map(this::json).toList())
        .with("live_bytes", memory.live());
  }

  private Map<String, Object> json(Row row) {
    return Json.fields()
        .with("labels", labels.json(row.labels()))
        .with("goroutines", row.goroutines())
        .with("retained", row.retained().bytes())
        .with("objects", row.retained().objects())
        .with("reached", row.reached().bytes())
        .with("reached_objects", row.reached().objects())
        .with("stack_bytes", row.stack());
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table(rows).dataOnly("labels", Kind.TEXT, row -> labels.text(row.labels())));
  }
}
