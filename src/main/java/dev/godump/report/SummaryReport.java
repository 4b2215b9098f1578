package dev.godump.report;

import dev.godump.analysis.CleanupGroups;
import dev.godump.analysis.KeptRows;
import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.Summary;
import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.RecordKind;
import dev.godump.graph.AllocationProfile;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RecordSummary;
import dev.godump.heap.cleanups.GarbageBound;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.TypeShares;
import dev.godump.report.record.MemStatsReport;
import dev.godump.report.record.MemStatsText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.LabelledLines;
import dev.godump.report.text.Report;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.Table;
import dev.godump.report.text.TextWriter;
import dev.godump.types.Certainty;
import dev.godump.types.Coverage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code godump summary}: an overview that fits on one screen. */
public final class SummaryReport implements Report {
  private static final String UNKNOWN_AFTER_CUT = "unknown: the dump was truncated before them";
  private static final int TYPE_ROWS = 5;
  private static final ObjectTotal NOTHING = new ObjectTotal(0, 0);

  /** Less garbage than this is not worth a column or line. */
  private static final double LITTLE_GARBAGE = 0.01;

  private final HeapGraph graph;
  private final Summary summary;
  private final SummaryObjects tables;
  private final SummaryHolders holders;
  private final String files;

  /**
   * @param objects that names objects by their types, if types are known
   * @param files operands and options of the command line that name the dump and the executable
   */
  public SummaryReport(
      HeapGraph graph, Summary summary, Optional<ObjectText> objects, String files) {
    this.graph = graph;
    this.summary = summary;
    this.tables = new SummaryObjects(graph, summary, objects, hasGarbage());
    this.holders = new SummaryHolders(graph, summary, objects);
    this.files = files;
  }

  @Override
  public void text(TextWriter out) {
    out.line(process());
    out.line();
    if (livenessKnown()) {
      holders.text(out);
    }
    heap(out);
    out.line();
    if (!summary.topRetainers().isEmpty() && livenessKnown()) {
      out.heading("What keeps it alive: the objects that retain most");
      out.table(tables.shownRetainers());
      out.line();
    }
    if (summary.types().isPresent()) {
      rows(
          out,
          "What fills it, by type",
          summary.types().get().rows(),
          summary.keptTypes(),
          "histogram");
    } else {
      rows(
          out,
          "What fills it, by size and pointer words",
          summary.shapes().rows(),
          summary.keptShapes(),
          "histogram --by shape");
    }
    out.line();
    out.heading("Largest objects");
    out.table(tables.shownLargest());
    out.line();
    LabelledLines lines = new LabelledLines(out, 0, 12);
    summary.typeShares().ifPresent(shares -> lines.list("Types", certaintyShares(shares)));
    lines.list("Roots", roots());
    lines.list("Goroutines", goroutines());
    graph.process().memStats().ifPresent(stats -> MemStatsText.lines(lines, stats));
    lines.list("Records", Stream.of(finalizers(), profile()).distinct().toList());
    out.line();
    new LabelledLines(out, 0, 6).command("Next:", "godump leaks " + files);
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("heap", heapJson())
        .with("params", ParamsReport.fields(RecordSummary.of(graph)))
        .with("goroutines", goroutinesJson())
        .with("records", recordsJson())
        .with("roots", rootsJson())
        .with("types", summary.types().map(types -> json(types.rows(), summary.keptTypes())))
        .with("typing", summary.typeShares().map(SummaryReport::json))
        .with("shapes", json(summary.shapes().rows(), summary.keptShapes()))
        .with("size_classes", json(summary.sizeClasses().rows(), summary.keptSizeClasses()))
        .with("largest", tables.largest().json())
        .with("holders", holders.json())
        .with("retainers", tables.retainers().json())
        .with("memory", graph.process().memStats().map(MemStatsReport::fields))
        .with("profile", profileJson())
        .with("finalizers", finalizersJson());
  }

  private boolean livenessKnown() {
    return summary.reachability().isKnown();
  }

  private String process() {
    DumpRecord.Params params = graph.process().params();
    return "%s: %s, %s (%s-bit, %s-endian), %s"
        .formatted(
            graph.source().name(),
            params.version().isEmpty()
                ? graph.process().versionRange() + " (inferred)"
                : params.version(),
            params.arch(),
            8 * params.pointerSize(),
            params.bigEndian() ? "big" : "little",
            Amounts.unsignedCount(params.cpus()) + (params.cpus() == 1 ? " CPU" : " CPUs"));
  }

  private void heap(TextWriter out) {
    long count = graph.objects().count();
    long bytes = graph.objects().bytes();
    int width = Amounts.count(count).length();
    boolean agrees = matchesMemStats().orElse(false);
    long liveBytes = summary.reachability().liveBytes();
    boolean brief = livenessKnown() && !hasGarbage();
    out.heading(
        heapLine("Heap", count, width, bytes)
            + (brief ? ", " + Amounts.share(liveBytes, bytes) + " live" : "")
            + (agrees ? "   matches MemStats.HeapObjects" : ""));
    if (livenessKnown() && !brief) {
      long live = summary.reachability().liveObjects();
      out.line(heapLine("  live", live, width, liveBytes) + share(liveBytes, bytes));
      ObjectTotal onStacks = summary.stackVariables().orElse(NOTHING);
      if (onStacks.objects() > 0) {
        out.line(
            heapLine("  stacks", onStacks.objects(), width, onStacks.bytes())
                + share(onStacks.bytes(), bytes)
                + "   only unlisted stack variables lead there");
      }
      long kept = summary.cleanups().objects();
      long keptBytes = summary.cleanups().bytes();
      if (kept > 0) {
        out.line(
            heapLine("  cleanups", kept, width, keptBytes)
                + share(keptBytes, bytes)
                + "   only cleanups lead there (inferred)");
      }
      ObjectTotal garbage = garbage();
      out.line(
          heapLine("  garbage", garbage.objects(), width, garbage.bytes())
              + share(garbage.bytes(), bytes)
              + "   unreachable, not yet collected");
      long alive = GarbageBound.of(graph).excess(garbage.bytes());
      ObjectTotal maybe = summary.maybeStackVariables();
      if (maybe.objects() > 0) {
        out.line(
            "              up to "
                + Amounts.bytes(maybe.bytes())
                + " may be alive: held by stack variables that a dump doesn't");
        out.line("              list, as their address is taken (--exe FILE tells)");
      } else if (alive > 0) {
        out.line(
            "              about "
                + Amounts.bytes(alive)
                + " was alive at the last collection (inferred from NextGC): garbage");
        out.line(
            "              since then, or held by roots that a dump doesn't list, such as stack variables");
        out.line("              with their address taken");
      }
    } else if (!livenessKnown()) {
      out.line("  live        unknown: the dump was truncated before its roots");
    }
  }

  /** What nothing is known to keep alive. */
  private ObjectTotal garbage() {
    ObjectTotal onStacks = summary.stackVariables().orElse(NOTHING);
    Reachability recorded = summary.reachability();
    CleanupGroups cleanups = summary.cleanups();
    return new ObjectTotal(
        graph.objects().count() - recorded.liveObjects() - onStacks.objects() - cleanups.objects(),
        graph.objects().bytes() - recorded.liveBytes() - onStacks.bytes() - cleanups.bytes());
  }

  /** Whether a notable part of the heap is not live, or whether that is unknown. */
  private boolean hasGarbage() {
    long bytes = graph.objects().bytes();
    return !livenessKnown() || bytes - summary.reachability().liveBytes() >= bytes * LITTLE_GARBAGE;
  }

  private static String heapLine(String what, long objects, int width, long bytes) {
    return countColumn(what, objects, width) + " objects  %10s".formatted(Amounts.bytes(bytes));
  }

  private static String countColumn(String what, long count, int width) {
    return ("%-11s %" + width + "s").formatted(what, Amounts.count(count));
  }

  private static String share(long part, long whole) {
    return "   %6s".formatted(Amounts.share(part, whole));
  }

  private Json.Fields heapJson() {
    long count = graph.objects().count();
    long bytes = graph.objects().bytes();
    boolean known = livenessKnown();
    long live = summary.reachability().liveObjects();
    long liveBytes = summary.reachability().liveBytes();
    long kept = summary.cleanups().objects();
    long keptBytes = summary.cleanups().bytes();
    Optional<ObjectTotal> onStacks = summary.stackVariables();
    return Json.fields()
        .with("objects", count)
        .with("phantoms", graph.loadResult().phantoms())
        .with("bytes", bytes)
        .with("live_objects", known ? live : null)
        .with("live_bytes", known ? liveBytes : null)
        .with("cleanup_objects", known ? kept : null)
        .with("cleanup_bytes", known ? keptBytes : null)
        .with(
            "stack_variable_objects", known ? onStacks.map(ObjectTotal::objects) : Optional.empty())
        .with("stack_variable_bytes", known ? onStacks.map(ObjectTotal::bytes) : Optional.empty())
        .with("garbage_objects", known ? garbage().objects() : null)
        .with("garbage_bytes", known ? garbage().bytes() : null)
        .with("garbage_maybe_alive_bytes", known ? summary.maybeStackVariables().bytes() : null)
        .with(
            "garbage_alive_bytes", known ? GarbageBound.of(graph).excess(garbage().bytes()) : null)
        .with("edges", graph.edgeCount())
        .with("matches_memstats", matchesMemStats());
  }

  /**
   * Whether the runtime counts the same number of objects; empty if the dump doesn't have its
   * figures.
   */
  private Optional<Boolean> matchesMemStats() {
    return graph
        .process()
        .memStats()
        .filter(MemStats::isWhole)
        .map(stats -> stats.get("HeapObjects") == graph.objects().count());
  }

  private void rows(
      TextWriter out, String title, List<Histogram.Row> rows, KeptRows kept, String command) {
    RowLimit shown = new RowLimit(TYPE_ROWS, 0, "godump " + command);
    out.heading(title);
    Table<Histogram.Row> table =
        HistogramReport.table(shown.cut(rows), total(), livenessKnown(), Optional.empty(), kept)
            .withoutLegend();
    out.table(
        hasGarbage()
            ? table
            : table.withoutText("live_bytes").withoutHeading(HistogramReport.CLEANUPS));
    shown.more(out, rows.size());
  }

  private Iterable<Map<String, Object>> json(List<Histogram.Row> rows, KeptRows kept) {
    return HistogramReport.table(rows, 0, livenessKnown(), Optional.empty(), kept).json();
  }

  private long total() {
    return summary.shapes().total().bytes();
  }

  /** Returns the share of bytes of each certainty that occurs. */
  private List<String> certaintyShares(TypeShares shares) {
    List<String> items = new ArrayList<>();
    Coverage coverage = shares.coverage();
    long bytes = Arrays.stream(coverage.bytes()).sum();
    String whole = livenessKnown() ? " of the live bytes" : " of the bytes";
    for (Certainty certainty : Certainty.values()) {
      if (coverage.objects(certainty) > 0) {
        String share = Amounts.share(coverage.bytes(certainty), bytes);
        items.add(
            share + (items.isEmpty() ? whole : "") + " " + certainty.label() + marks(certainty));
      }
    }
    return items;
  }

  /** Returns the mark of a certainty in the tables above, in parentheses. */
  private static String marks(Certainty certainty) {
    String mark = CertaintyText.mark(certainty);
    return mark.isEmpty() ? "" : " (" + mark + ")";
  }

  private static Json.Fields json(TypeShares shares) {
    Coverage coverage = shares.coverage();
    Json.Fields fields = Json.fields();
    for (Certainty certainty : Certainty.values()) {
      fields.with(
          certainty.label(),
          Json.fields()
              .with("count", coverage.objects(certainty))
              .with("bytes", coverage.bytes(certainty)));
    }
    return fields
        .with("conflicts", shares.conflicts())
        .with("contradictions", shares.contradictions());
  }

  private List<String> roots() {
    return withTotal(
        Amounts.count(graph.roots().count()),
        summary.rootsByKind().entrySet().stream()
            .map(e -> Amounts.count(e.getValue()) + " " + e.getKey().label())
            .toList());
  }

  private Json.Fields rootsJson() {
    Json.Fields byKind = Json.fields();
    summary.rootsByKind().forEach((kind, count) -> byKind.with(kind.label(), count));
    return Json.fields().with("count", graph.roots().count()).with("by_kind", byKind);
  }

  private List<String> goroutines() {
    return withTotal(
        "%s (%s of the runtime)"
            .formatted(
                Amounts.count(graph.process().goroutines().size()),
                Amounts.count(summary.systemGoroutines())),
        summary.goroutinesByState().entrySet().stream()
            .map(e -> Amounts.count(e.getValue()) + " " + e.getKey())
            .toList());
  }

  private Json.Fields goroutinesJson() {
    return Json.fields()
        .with("count", graph.process().goroutines().size())
        .with("system", summary.systemGoroutines())
        .with("by_state", summary.goroutinesByState());
  }

  /** Puts a total before its parts. */
  private static List<String> withTotal(String total, List<String> parts) {
    if (parts.isEmpty()) {
      return List.of(total);
    }
    List<String> items = new ArrayList<>(parts);
    items.set(0, total + ": " + items.get(0));
    return items;
  }

  private Json.Fields recordsJson() {
    Json.Fields records = Json.fields();
    graph.loadResult().records().forEach((kind, count) -> records.with(kind.label(), count));
    return records;
  }

  private String profile() {
    AllocationProfile profile = graph.process().profile();
    int stacks = profile.buckets().size();
    if (stacks > 0) {
      return "%s, %s (godump memprof)"
          .formatted(
              Amounts.count(stacks, "allocation stack"),
              Amounts.count(profile.sampledObjects(), "sampled object"));
    }
    return graph.loadResult().outcome().isComplete() ? "no sampled allocation" : UNKNOWN_AFTER_CUT;
  }

  private Json.Fields profileJson() {
    AllocationProfile profile = graph.process().profile();
    return Json.fields()
        .with("stacks", profile.buckets().size())
        .with("sampled_objects", profile.sampledObjects());
  }

  private String finalizers() {
    if (graph.process().memStats().isEmpty()) {
      return UNKNOWN_AFTER_CUT;
    }
    long queued =
        graph.process().finalizers().stream()
            .filter(f -> f.kind() == RecordKind.QUEUED_FINALIZER)
            .count();
    return "%s, %s queued to run"
        .formatted(
            Amounts.count(graph.process().finalizers().size() - queued, "finalizer"),
            Amounts.count(queued));
  }

  private Json.Fields finalizersJson() {
    Map<RecordKind, Long> records = graph.loadResult().records();
    return Json.fields()
        .with("registered", records.getOrDefault(RecordKind.FINALIZER, 0L))
        .with("queued", records.getOrDefault(RecordKind.QUEUED_FINALIZER, 0L));
  }
}
