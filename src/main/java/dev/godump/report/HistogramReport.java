package dev.godump.report;

import dev.godump.analysis.KeptRows;
import dev.godump.analysis.ObjectTotal;
import dev.godump.heap.histogram.ArrayLengths;
import dev.godump.heap.histogram.Histogram;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code godump histogram}: objects counted by type, shape or another property. */
public final class HistogramReport implements Report {
  /** The heading of the bytes that only cleanups keep alive. */
  static final String CLEANUPS = "CLEANUPS";

  private static final String LEGEND = "CLEANUPS: only cleanups keep them alive (inferred)";

  private final List<Histogram.Row> rows;
  private final Optional<ObjectTotal> selected;
  private final Histogram.Row total;
  private final int more;
  private final boolean livenessKnown;
  private final Optional<ArrayLengths> lengths;
  private final KeptRows kept;

  /**
   * @param rows to show
   * @param selected over the rows that options select, shown or not
   * @param total over all rows, shown or not
   * @param more number of rows that are not shown
   * @param lengths of arrays, if rows are types
   * @param kept what only cleanups keep alive of each row
   */
  public HistogramReport(
      List<Histogram.Row> rows,
      Optional<ObjectTotal> selected,
      Histogram.Row total,
      int more,
      boolean livenessKnown,
      Optional<ArrayLengths> lengths,
      KeptRows kept) {
    this.lengths = lengths;
    this.kept = kept;
    this.rows = rows;
    this.selected = selected;
    this.total = total;
    this.more = more;
    this.livenessKnown = livenessKnown;
  }

  /**
   * Returns the table that all views of a histogram share.
   *
   * @param bytes that shares are percentages of
   * @param kept what only cleanups keep alive of each row
   */
  static Table<Histogram.Row> table(
      List<Histogram.Row> rows,
      long bytes,
      boolean livenessKnown,
      Optional<ArrayLengths> lengths,
      KeptRows kept) {
    Table<Histogram.Row> table =
        new Table<>(rows)
            .dataOnly("type", Kind.TEXT, Histogram.Row::type)
            .dataOnly("certainty", Kind.TEXT, row -> row.certainty().label())
            .column("count", "COUNT", Kind.COUNT, Histogram.Row::count)
            .column("bytes", "BYTES", Kind.BYTES, Histogram.Row::bytes)
            .textOnly("SHARE", Kind.SHARE, row -> Amounts.share(row.bytes(), bytes))
            .dataOnly("live_count", Kind.COUNT, row -> livenessKnown ? row.liveCount() : null)
            .column(
                "live_bytes", "LIVE", Kind.BYTES, row -> livenessKnown ? row.liveBytes() : null);
    if (rows.stream().anyMatch(row -> kept.of(row).objects() > 0)) {
      table
          .textOnly(CLEANUPS, Kind.BYTES, row -> kept.of(row).bytes())
          .legend(row -> kept.of(row).objects() > 0, LEGEND);
    }
    if (rows.stream().allMatch(row -> row.retained() != Histogram.NOT_COUNTED)) {
      table.column(
          "retained", "RETAINED", Kind.BYTES, row -> livenessKnown ? row.retained() : null);
    }
    table
        .textOnly("", Kind.MARK, row -> CertaintyText.mark(row.certainty()))
        .legend(CertaintyText.LEGEND)
        .textOnly("WHAT", Kind.NAME, Histogram.Row::type);
    table
        .dataOnly("cleanup_count", Kind.COUNT, row -> livenessKnown ? kept.of(row).objects() : null)
        .dataOnly("cleanup_bytes", Kind.BYTES, row -> livenessKnown ? kept.of(row).bytes() : null);
    lengths.ifPresent(known -> table.textOnly("LENGTH", Kind.TEXT, row -> known.text(row.type())));
    return table;
  }

  @Override
  public void text(TextWriter out) {
    out.table(table(rows, total.bytes(), livenessKnown, lengths, kept));
    out.more(more, "--top 0 shows all");
    out.line();
    selected.ifPresent(
        some ->
            out.line(
                "  "
                    + Amounts.count(some.objects(), "object")
                    + ", "
                    + Amounts.bytes(some.bytes())
                    + " selected"));
    String objects = Amounts.count(total.count(), "object");
    out.line("  " + objects + ", " + Amounts.bytes(total.bytes()) + " in total");
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields fields =
        Json.fields()
            .with("rows", csv().orElseThrow().json())
            .with("more", more)
            .with("total", Json.fields().with("count", total.count()).with("bytes", total.bytes()));
    selected.ifPresent(
        some ->
            fields.with(
                "selected",
                Json.fields().with("count", some.objects()).with("bytes", some.bytes())));
    return fields;
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table(rows, total.bytes(), livenessKnown, lengths, kept));
  }
}
