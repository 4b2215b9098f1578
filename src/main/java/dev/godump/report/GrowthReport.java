package dev.godump.report;

import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.growth.Dimension;
import dev.godump.analysis.growth.Gate;
import dev.godump.analysis.growth.Growth;
import dev.godump.analysis.growth.Growth.Row;
import dev.godump.heap.histogram.Amount;
import dev.godump.heap.histogram.Measure;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** {@code godump diff}: growth between dumps. */
public final class GrowthReport implements Report {
  private final Growth growth;
  private final Map<Dimension, List<Row>> tables;
  private final Measure measure;
  private final List<Gate.Verdict> verdicts;
  private final Optional<Map<String, ObjectTotal>> survivors;
  private final boolean monotone;
  private final RowLimit limit;

  /**
   * @param tables rows to show by dimension, in order
   * @param measure whose growth the rows are sorted by
   * @param survivors objects that the first dump and the last one have, by type, if that is shown
   * @param monotone whether the rows are only those that never shrank
   * @param limit of the rows per table
   */
  public GrowthReport(
      Growth growth,
      Map<Dimension, List<Row>> tables,
      Measure measure,
      List<Gate.Verdict> verdicts,
      Optional<Map<String, ObjectTotal>> survivors,
      boolean monotone,
      RowLimit limit) {
    this.growth = growth;
    this.tables = tables;
    this.measure = measure;
    this.verdicts = verdicts;
    this.survivors = survivors;
    this.monotone = monotone;
    this.limit = limit;
  }

  @Override
  public void text(TextWriter out) {
    out.table(dumps());
    out.line();
    out.line(basis());
    if (survivors.isPresent()) {
      out.line("SURVIVED: objects of the same type and size at the same address (inferred).");
    }
    for (Map.Entry<Dimension, List<Row>> table : tables.entrySet()) {
      if (!table.getValue().isEmpty()) {
        out.line();
        table(out, table.getKey(), table.getValue());
      }
    }
    if (!verdicts.isEmpty()) {
      GateText gates = new GateText(growth);
      out.line();
      out.heading("Gates");
      verdicts.forEach(verdict -> out.line(gates.line(verdict)));
    }
  }

  private Table<Integer> dumps() {
    int count = growth.dumps().size();
    Table<Integer> table =
        new Table<>(() -> IntStream.rangeClosed(0, count).iterator())
            .textOnly("DUMP", Kind.NAME, i -> i < count ? growth.dumps().get(i) : "growth")
            .textOnly(
                growth.liveOnly() ? "LIVE OBJECTS" : "OBJECTS",
                Kind.RIGHT,
                i ->
                    i < count
                        ? Amounts.count(growth.heap().get(i).count())
                        : Amounts.countChange(growth.heapDelta().count()))
            .textOnly(
                "BYTES",
                Kind.RIGHT,
                i ->
                    i < count
                        ? Amounts.bytes(growth.heap().get(i).bytes())
                        : Amounts.bytesChange(growth.heapDelta().bytes()))
            .textOnly(
                "GOROUTINES",
                Kind.RIGHT,
                i ->
                    i < count
                        ? Amounts.count(growth.goroutines().get(i))
                        : Amounts.countChange(growth.goroutinesDelta()));
    return !growth.hasCleanups()
        ? table
        : table
            .textOnly(
                "CLEANUPS",
                Kind.RIGHT,
                i ->
                    i < count
                        ? Amounts.bytes(growth.keptByCleanups().get(i).bytes())
                        : Amounts.bytesChange(growth.cleanupsDelta()))
            .legend(
                i -> i == count,
                "CLEANUPS: kept alive only by cleanups (inferred), not in the rows");
  }

  private String basis() {
    String only = monotone ? " Only rows that grew and never shrank." : "";
    if (!growth.retainedKnown()) {
      String dumps = String.join(", ", growth.unknownLiveness());
      return "Includes garbage: liveness is unknown in " + dumps + "." + order() + only;
    }
    String garbage =
        growth.liveOnly() ? "Live objects only (--all includes garbage)." : "Includes garbage.";
    return garbage + order() + only;
  }

  /** The objects of a type that are in the first dump and in the last one. */
  private ObjectTotal survived(Row row) {
    return survivors.orElse(Map.of()).getOrDefault(row.key(), new ObjectTotal(0, 0));
  }

  private String order() {
    return " Largest growth of "
        + switch (measure) {
          case RETAINED -> "retained bytes";
          case BYTES -> "bytes";
          case COUNT -> "the count";
        }
        + " first (--sort).";
  }

  private void table(TextWriter out, Dimension by, List<Row> rows) {
    List<Row> changed = rows.stream().filter(row -> !row.unchanged()).toList();
    out.section(
        title(by),
        () -> {
          if (!changed.isEmpty()) {
            out.table(table(by, changed).limit(limit));
          }
          if (rows.size() > changed.size()) {
            out.line("  " + Amounts.count(rows.size() - changed.size()) + " unchanged");
          }
        });
  }

  private static String title(Dimension by) {
    return switch (by) {
      case TYPE -> "By type (or shape, if the type is unknown)";
      case SITE -> "By allocation site, sampled objects only";
      case GLOBAL -> "By global: memory that it alone keeps alive";
      case GOROUTINE -> "By goroutine stack: memory that its goroutines keep alive together";
    };
  }

  private Table<Row> table(Dimension by, List<Row> rows) {
    Table<Row> table = new Table<>(rows);
    boolean retainedFirst = measure == Measure.RETAINED;
    switch (by) {
      case TYPE, SITE -> {
        if (retainedFirst) {
          retained(table, "RETAINED");
        }
        bytes(table, "GREW", Measure.BYTES);
        table.textOnly("NOW", Kind.BYTES, row -> row.after().bytes());
        counts(table, "OBJECTS");
        if (by == Dimension.TYPE && survivors.isPresent()) {
          table
              .textOnly("NEW", Kind.COUNT, row -> row.after().count() - survived(row).objects())
              .textOnly("GONE", Kind.COUNT, row -> row.before().count() - survived(row).objects())
              .textOnly("SURVIVED", Kind.COUNT, row -> survived(row).objects());
        }
        if (!retainedFirst) {
          retained(table, "RETAINED");
        }
      }
      case GLOBAL -> {
        retained(table, "RETAINED");
        if (growth.retainedKnown()) {
          table.textOnly("NOW", Kind.BYTES, row -> row.after().retained());
        }
        counts(table, "OBJECTS");
      }
      case GOROUTINE -> {
        if (retainedFirst) {
          retained(table, "RETAINED");
        }
        counts(table, "GREW");
        table.textOnly("NOW", Kind.COUNT, row -> row.after().count());
        if (!retainedFirst) {
          retained(table, "RETAINED");
        }
        bytes(table, "STACKS", Measure.BYTES);
      }
    }
    return table
        .textOnly("", Kind.MARK, row -> CertaintyText.mark(row.certainty()))
        .legend(CertaintyText.LEGEND)
        .textOnly(heading(by), Kind.NAME, Row::key);
  }

  private static String heading(Dimension by) {
    return switch (by) {
      case TYPE -> "TYPE";
      case SITE -> "ALLOCATED AT";
      case GLOBAL -> "VARIABLE";
      case GOROUTINE -> "STACK";
    };
  }

  private void retained(Table<Row> table, String heading) {
    if (growth.retainedKnown()) {
      bytes(table, heading, Measure.RETAINED);
    }
  }

  private static void bytes(Table<Row> table, String heading, Measure measure) {
    table.textOnly(heading, Kind.DELTA, row -> Amounts.bytesChange(row.delta().get(measure)));
  }

  private static void counts(Table<Row> table, String heading) {
    table.textOnly(heading, Kind.DELTA, row -> Amounts.countChange(row.delta().get(Measure.COUNT)));
  }

  @Override
  public Map<String, Object> json() {
    GateText gates = new GateText(growth);
    List<Row> rows = rows();
    return Json.fields()
        .with("dumps", growth.dumps())
        .with("live_only", growth.liveOnly())
        .with("totals", totals())
        .with("rows", Json.list(() -> rows.stream().map(this::json)))
        .with("more", more())
        .with("gates", verdicts.stream().map(gates::json).toList());
  }

  private List<Row> rows() {
    return tables.values().stream().flatMap(rows -> limit.cut(rows).stream()).toList();
  }

  private Json.Fields more() {
    Json.Fields fields = Json.fields();
    tables.forEach((by, rows) -> fields.with(by.label(), limit.left(rows.size())));
    return fields;
  }

  private Json.Fields totals() {
    return Json.fields()
        .with("objects", series(growth.heap().stream().map(Amount::count).toList()))
        .with("bytes", series(growth.heap().stream().map(Amount::bytes).toList()))
        .with("goroutines", series(growth.goroutines()))
        .with(
            "cleanup_bytes",
            series(growth.keptByCleanups().stream().map(ObjectTotal::bytes).toList()));
  }

  private static Json.Fields series(List<Long> values) {
    long before = values.get(0);
    long after = values.get(values.size() - 1);
    Json.Fields fields =
        Json.fields().with("before", before).with("after", after).with("delta", after - before);
    return values.size() > 2 ? fields.with("series", values) : fields;
  }

  private Map<String, Object> json(Row row) {
    Json.Fields fields =
        Json.fields()
            .with("by", row.dimension().label())
            .with("key", row.key())
            .with("certainty", row.dimension() == Dimension.TYPE ? row.certainty().label() : null)
            .with(
                "function",
                row.dimension() == Dimension.GOROUTINE ? row.key().split(" < ", -1)[0] : null)
            .with("before", json(row.before()))
            .with("after", json(row.after()))
            .with("delta", json(row.delta()));
    if (row.dimension() == Dimension.TYPE && survivors.isPresent()) {
      ObjectTotal survived = survived(row);
      fields.with(
          "survived",
          Json.fields().with("count", survived.objects()).with("bytes", survived.bytes()));
    }
    return row.series().size() > 2
        ? fields.with("series", row.series().stream().map(this::json).toList())
        : fields;
  }

  private Map<String, Object> json(Amount amount) {
    return Json.fields()
        .with("count", amount.count())
        .with("bytes", amount.bytes())
        .with("retained", growth.retainedKnown() ? amount.retained() : null);
  }

  @Override
  public Optional<Table<?>> csv() {
    Table<Row> table =
        new Table<>(rows())
            .dataOnly("by", Kind.TEXT, row -> row.dimension().label())
            .dataOnly("key", Kind.TEXT, Row::key);
    data(table, "before", Row::before);
    data(table, "after", Row::after);
    data(table, "delta", Row::delta);
    return Optional.of(table);
  }

  private void data(Table<Row> table, String when, Function<Row, Amount> amount) {
    table
        .dataOnly(when + "_count", Kind.COUNT, row -> amount.apply(row).count())
        .dataOnly(when + "_bytes", Kind.BYTES, row -> amount.apply(row).bytes())
        .dataOnly(
            when + "_retained",
            Kind.BYTES,
            row -> growth.retainedKnown() ? amount.apply(row).retained() : null);
  }
}
