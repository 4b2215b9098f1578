package dev.godump.report;

import dev.godump.analysis.spans.SlotWaste;
import dev.godump.analysis.spans.Span;
import dev.godump.analysis.spans.SpanClass;
import dev.godump.analysis.spans.SpanRange;
import dev.godump.analysis.spans.Spans;
import dev.godump.format.MemStats;
import dev.godump.report.record.MemStatsReport;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.LabelledLines;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code godump spans}: the heap in use that is not objects. */
public final class SpansReport implements Report {

  /** What a row is about; the constants are values of an option. */
  public enum By {
    size,
    span,
    range,
    type
  }

  /** Orders of rows; the constants are values of an option. */
  public enum Sort {
    free,
    fragmented,
    objects,
    size
  }

  private final Spans spans;
  private final List<SlotWaste> wastes;
  private final SpanClass total;
  private final By by;
  private final Sort sort;
  private final RowLimit limit;
  private final String files;

  /**
   * @param wastes the rows by type; empty for others
   * @param limit of the rows
   * @param files names of the dump and the executable, for the next command
   */
  public SpansReport(
      Spans spans, List<SlotWaste> wastes, By by, Sort sort, RowLimit limit, String files) {
    this.spans = spans;
    this.wastes = wastes;
    this.total = spans.total();
    this.by = by;
    this.sort = sort;
    this.files = files;
    this.limit = limit;
  }

  @Override
  public void text(TextWriter out) {
    spans.memStats().ifPresent(stats -> heap(out, stats));
    out.heading(
        "Fragmentation costs "
            + Amounts.bytes(total.fragmented())
            + ": spans that the objects would not need if they were packed");
    out.line(
        "  %s of %s are at most a quarter full"
            .formatted(Amounts.count(total.nearlyEmpty()), Amounts.count(total.spans(), "span")));
    out.line();
    int rows = rows();
    out.table(table());
    limit.more(out, rows);
    out.line();
    out.line(
        "  Known: objects, HeapInuse"
            + (spans.memStats().stream().allMatch(stats -> stats.isKnown("HeapIdle"))
                ? ", HeapIdle"
                : "")
            + ". Inferred from addresses and size classes: spans.");
    if (spans.unknown() > 0) {
      out.line(
          "  "
              + Amounts.count(spans.unknown(), "object")
              + " in no span of the known size classes: their figures are missing");
    }
    if (by == By.size) {
      out.line();
      new LabelledLines(out, 0, 6).command("Next:", "godump spans --by type " + files);
    }
  }

  private int rows() {
    return switch (by) {
      case size -> spans.classes().size();
      case span -> spans.spans().size();
      case range -> 0; // all spans are in one
      case type -> wastes.size();
    };
  }

  private void heap(TextWriter out, MemStats stats) {
    long inUse = stats.get("HeapInuse");
    long unseen = inUse - total.size();
    out.heading(
        "HeapInuse "
            + Amounts.bytes(inUse)
            + ", including "
            + Amounts.bytes(inUse - stats.get("HeapAlloc"))
            + " unused");
    Table<Part> table =
        new Table<>(
                List.of(
                    new Part(
                        total.objectBytes(),
                        "objects",
                        Amounts.count(total.objects())
                            + " in "
                            + Amounts.count(total.spans(), "span")),
                    new Part(
                        total.freeBytes(),
                        "free slots",
                        Amounts.count(total.freeSlots())
                            + ", for objects of the same size class only"),
                    new Part(
                        total.endBytes(),
                        "ends of spans",
                        "too short for a slot, or the span's bitmap"),
                    new Part(
                        Math.max(0, unseen),
                        "spans without objects",
                        "not in the dump: HeapInuse less the above")))
            .textOnly("BYTES", Kind.BYTES, Part::bytes)
            .textOnly("SHARE", Kind.RIGHT, part -> Amounts.share(part.bytes(), inUse))
            .textOnly("WHAT", Kind.TEXT, Part::what)
            .textOnly("", Kind.TEXT, Part::note);
    out.table(table);
    if (unseen < 0) {
      out.line(
          "  The inferred spans have %s more than HeapInuse: this Go has other size classes."
              .formatted(Amounts.bytes(-unseen)));
    }
    out.line(
        stats.isKnown("HeapIdle")
            ? "HeapIdle %s: spans without objects, for any size class; %s of it returned to the OS"
                .formatted(
                    Amounts.bytes(stats.get("HeapIdle")), Amounts.bytes(stats.get("HeapReleased")))
            : "HeapIdle unknown: a core file doesn't tell which spans are without objects");
    out.line();
  }

  /** A part of the heap in use. */
  private record Part(long bytes, String what, String note) {}

  private Table<?> table() {
    return switch (by) {
      case size -> classes(limit.cut(spans.classes().stream().sorted(classOrder()).toList()));
      case span -> single(limit.cut(spans.spans().stream().sorted(spanOrder()).toList()));
      case range -> ranges(SpanRange.of(spans.spans(), limit.rows()));
      case type -> types(limit.cut(wastes));
    };
  }

  private Comparator<SpanClass> classOrder() {
    Comparator<SpanClass> order =
        switch (sort) {
          case free -> Comparator.comparingLong(SpanClass::freeBytes);
          case fragmented -> Comparator.comparingLong(SpanClass::fragmented);
          case objects -> Comparator.comparingLong(SpanClass::objects);
          case size -> Comparator.comparingLong(SpanClass::slotSize);
        };
    return order.reversed().thenComparing(SpanClass::slotSize);
  }

  private Comparator<Span> spanOrder() {
    Comparator<Span> order =
        switch (sort) {
          case free, fragmented -> Comparator.comparingLong(Span::freeBytes);
          case objects -> Comparator.comparingLong(Span::objects);
          case size -> Comparator.comparingLong(Span::size);
        };
    return order.reversed().thenComparing(Span::start, Long::compareUnsigned);
  }

  private static Table<SpanClass> classes(List<SpanClass> rows) {
    return new Table<>(rows)
        .textOnly(
            "SLOT",
            Kind.RIGHT,
            c -> c.slotSize() == 0 ? "large" : Amounts.count(c.slotSize()) + " B")
        .dataOnly("slot_size", Kind.COUNT, SpanClass::slotSize)
        .column("spans", "SPANS", Kind.COUNT, SpanClass::spans)
        .column("span_bytes", "BYTES", Kind.BYTES, SpanClass::size)
        .column("objects", "OBJECTS", Kind.COUNT, SpanClass::objects)
        .dataOnly("object_bytes", Kind.BYTES, SpanClass::objectBytes)
        .column("free_slots", "FREE SLOTS", Kind.COUNT, SpanClass::freeSlots)
        .column("free_bytes", "FREE", Kind.BYTES, SpanClass::freeBytes)
        .textOnly("SHARE", Kind.RIGHT, c -> Amounts.share(c.freeBytes(), c.size()))
        .dataOnly("end_bytes", Kind.BYTES, SpanClass::endBytes)
        .column("nearly_empty", "NEARLY EMPTY", Kind.COUNT, SpanClass::nearlyEmpty)
        .column("fragmented", "FRAGMENTED", Kind.BYTES, SpanClass::fragmented);
  }

  private static Table<Span> single(List<Span> rows) {
    return new Table<>(rows)
        .column("address", "SPAN", Kind.ADDRESS, Span::start)
        .column("size", "BYTES", Kind.BYTES, Span::size)
        .column("slot_size", "SLOT SIZE", Kind.COUNT, Span::slotSize)
        .column("slots", "SLOTS", Kind.COUNT, Span::slots)
        .column("objects", "OBJECTS", Kind.COUNT, Span::objects)
        .column("free_bytes", "FREE", Kind.BYTES, Span::freeBytes)
        .textOnly("SHARE", Kind.RIGHT, s -> Amounts.share(s.freeBytes(), s.size()));
  }

  private static Table<SpanRange> ranges(List<SpanRange> rows) {
    return new Table<>(rows)
        .column("address", "FROM", Kind.ADDRESS, SpanRange::start)
        .column("end", "TO", Kind.ADDRESS, SpanRange::end)
        .column("spans", "SPANS", Kind.COUNT, r -> r.total().spans())
        .column("span_bytes", "BYTES", Kind.BYTES, r -> r.total().size())
        .column("objects", "OBJECTS", Kind.COUNT, r -> r.total().objects())
        .dataOnly("object_bytes", Kind.BYTES, r -> r.total().objectBytes())
        .column("free_bytes", "FREE", Kind.BYTES, r -> r.total().freeBytes())
        .textOnly("SHARE", Kind.RIGHT, r -> Amounts.share(r.total().freeBytes(), r.total().size()))
        .column("nearly_empty", "NEARLY EMPTY", Kind.COUNT, r -> r.total().nearlyEmpty());
  }

  private static Table<SlotWaste> types(List<SlotWaste> rows) {
    return new Table<>(rows)
        .column("unused", "UNUSED", Kind.BYTES, SlotWaste::unused)
        .textOnly(
            "SHARE", Kind.RIGHT, w -> Amounts.share(w.slotSize() - w.valueSize(), w.slotSize()))
        .column("objects", "OBJECTS", Kind.COUNT, SlotWaste::objects)
        .column("slot_size", "SLOT", Kind.COUNT, SlotWaste::slotSize)
        .column("value_size", "VALUE", Kind.COUNT, SlotWaste::valueSize)
        .dataOnly("certainty", Kind.TEXT, w -> w.type().certainty().label())
        .column("type", "TYPE", Kind.NAME, w -> w.type().name());
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields fields = Json.fields();
    spans
        .memStats()
        .ifPresent(
            stats -> {
              for (String name : List.of("HeapInuse", "HeapAlloc", "HeapIdle", "HeapReleased")) {
                fields.with(name, MemStatsReport.value(stats, name));
              }
              fields.with("unseen_span_bytes", stats.get("HeapInuse") - total.size());
            });
    return fields
        .with("spans", total.spans())
        .with("span_bytes", total.size())
        .with("objects", total.objects())
        .with("object_bytes", total.objectBytes())
        .with("free_slots", total.freeSlots())
        .with("free_bytes", total.freeBytes())
        .with("end_bytes", total.endBytes())
        .with("nearly_empty", total.nearlyEmpty())
        .with("fragmented", total.fragmented())
        .with("objects_in_unknown_spans", spans.unknown())
        .with("rows", table().json())
        .with("more", limit.left(rows()));
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table());
  }
}
