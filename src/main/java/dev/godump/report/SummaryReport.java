package dev.godump.report;

import dev.godump.analysis.Summary;
import dev.godump.format.DumpRecord;
import dev.godump.format.MemStats;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.TypeShares;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import dev.godump.types.Certainty;
import dev.godump.types.Coverage;
import dev.godump.types.ObjectType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;

/** {@code godump summary}: one screen, the most telling first. */
public final class SummaryReport implements Report {
  private static final String UNKNOWN_AFTER_CUT = "unknown: the dump was cut before them";
  private static final int TYPE_ROWS = 6;
  private static final int SIZE_CLASS_ROWS = 4;

  private final HeapGraph graph;
  private final Summary summary;
  private final Optional<ObjectText> objects;

  /**
   * @param objects as they are called by their types, if those are known
   */
  public SummaryReport(HeapGraph graph, Summary summary, Optional<ObjectText> objects) {
    this.graph = graph;
    this.summary = summary;
    this.objects = objects;
  }

  @Override
  public void text(TextWriter out) {
    out.line(process());
    out.line();
    heap(out);
    out.line();
    if (!summary.topRetainers().isEmpty() && summary.reachability().isKnown()) {
      out.heading("What holds it: the objects that retain most");
      out.table(retainers());
      out.line();
    }
    if (summary.types().isPresent()) {
      rows(out, "What fills it, by type", summary.types().get().rows(), TYPE_ROWS, "histogram");
    } else {
      rows(
          out,
          "What fills it, by size and pointer words",
          summary.shapes().rows(),
          TYPE_ROWS,
          "histogram --by shape");
    }
    out.line();
    rows(
        out, "By size class", summary.sizeClasses().rows(), SIZE_CLASS_ROWS, "histogram --by size");
    out.line();
    out.heading("Largest objects");
    out.table(largest());
    out.line();
    summary.typeShares().ifPresent(shares -> out.list("Types       ", certaintyShares(shares)));
    out.list("Roots       ", roots());
    out.list("Goroutines  ", goroutines());
    graph.process().memStats().ifPresent(stats -> memory(out, stats));
    out.line("Profile     " + profile());
    out.line("Finalizers  " + finalizers());
  }

  private String process() {
    DumpRecord.Params params = graph.process().params();
    String go =
        params.version().isEmpty()
            ? graph.process().versionRange() + " (inferred)"
            : params.version();
    return graph.source().name()
        + ": "
        + go
        + ", "
        + params.arch()
        + " ("
        + 8 * params.pointerSize()
        + "-bit, "
        + (params.bigEndian() ? "big" : "little")
        + "-endian), "
        + Amounts.count(params.cpus(), "CPU");
  }

  private void heap(TextWriter out) {
    long count = graph.objects().count();
    long bytes = graph.objects().bytes();
    int width = Amounts.count(count).length();
    String agrees =
        graph.process().memStats().map(stats -> stats.get("HeapObjects") == count).orElse(false)
            ? "   as MemStats.HeapObjects says"
            : "";
    out.heading(heapLine("Heap", count, width, bytes) + agrees);
    if (summary.reachability().isKnown()) {
      long live = summary.reachability().liveObjects();
      long liveBytes = summary.reachability().liveBytes();
      out.line(heapLine("  live", live, width, liveBytes) + "   " + share(liveBytes, bytes));
      out.line(
          heapLine("  garbage", count - live, width, bytes - liveBytes)
              + "   "
              + share(bytes - liveBytes, bytes)
              + "   no root leads there; not collected yet");
    } else {
      out.line("  live        unknown: the dump was cut before its roots");
    }
    out.line(
        String.format(
            "  edges     %" + width + "s pointers from object to object",
            Amounts.count(graph.edgeCount())));
  }

  private static String heapLine(String what, long objects, int width, long bytes) {
    return String.format(
        "%-11s %" + width + "s objects  %10s", what, Amounts.count(objects), Amounts.bytes(bytes));
  }

  private static String share(long part, long whole) {
    return String.format("%7s", Amounts.share(part, whole));
  }

  private void rows(
      TextWriter out, String title, List<Histogram.Row> rows, int limit, String command) {
    out.heading(title);
    out.table(
        HistogramReport.table(
            rows.subList(0, Math.min(limit, rows.size())),
            total(),
            summary.reachability().isKnown()));
    if (rows.size() > limit) {
      out.line("  " + Amounts.count(rows.size() - limit) + " more: godump " + command);
    }
  }

  private long total() {
    return summary.shapes().total().bytes();
  }

  private Table<Integer> largest() {
    Table<Integer> table =
        new Table<>(summary.largestObjects())
            .column("address", "ADDRESS", Kind.ADDRESS, id -> graph.objects().address(id))
            .column("size", "SIZE", Kind.BYTES, id -> graph.objects().size(id))
            .textOnly("SHARE", Kind.RIGHT, id -> Amounts.share(graph.objects().size(id), total()));
    table.column(
        "live",
        "LIVE",
        Kind.FLAG,
        id -> summary.reachability().isKnown() ? summary.reachability().isLive(id) : null);
    return withNames(table);
  }

  /** Adds what objects are called: by type where that is known, else by shape. */
  private Table<Integer> withNames(Table<Integer> table) {
    if (objects.isEmpty()) {
      return table.column("shape", "SHAPE", Kind.NAME, this::shape);
    }
    ObjectText names = objects.get();
    return table
        .dataOnly("type", Kind.TEXT, id -> names.typeOf(id).map(ObjectType::name).orElse(null))
        .dataOnly(
            "certainty",
            Kind.TEXT,
            id -> names.typeOf(id).map(ObjectType::certainty).orElse(Certainty.UNKNOWN).label())
        .dataOnly("shape", Kind.TEXT, this::shape)
        .textOnly("TYPE", Kind.NAME, names::labelOf);
  }

  private String shape(int object) {
    return graph.shapes().get(graph.shape(object)).toString();
  }

  private Table<Integer> retainers() {
    DominatorTree tree = summary.tree();
    IntFunction<String> holders =
        holder ->
            objects
                .map(names -> names.roots().ownerName(tree.owners(), holder))
                .orElseGet(() -> tree.owners().text(holder));
    Table<Integer> table =
        new Table<>(summary.topRetainers())
            .column("address", "ADDRESS", Kind.ADDRESS, id -> graph.objects().address(id))
            .column("retained", "RETAINED", Kind.BYTES, tree::retainedByObject)
            .textOnly(
                "SHARE",
                Kind.RIGHT,
                id -> Amounts.share(tree.retainedByObject(id), tree.liveBytes()))
            .dataOnly("dominator", Kind.TEXT, id -> DominatorText.json(graph, tree, id))
            .textOnly(
                "DOMINATED BY", Kind.NAME, id -> DominatorText.nameOf(graph, tree, id, holders))
            .dataOnly("size", Kind.BYTES, id -> graph.objects().size(id));
    return withNames(table);
  }

  /** The bytes of each certainty that any have, and how often types disagreed. */
  private List<String> certaintyShares(TypeShares shares) {
    List<String> items = new ArrayList<>();
    Coverage coverage = shares.coverage();
    long bytes = Arrays.stream(coverage.bytes()).sum();
    String what = summary.reachability().isKnown() ? " of the live bytes" : " of the bytes";
    for (Certainty certainty : Certainty.values()) {
      if (coverage.objects(certainty) > 0) {
        items.add(
            Amounts.share(coverage.bytes(certainty), bytes)
                + (items.isEmpty() ? what : "")
                + " "
                + certainty.label());
      }
    }
    items.add(Amounts.count(shares.conflicts(), "conflict") + " settled");
    items.add(Amounts.count(shares.contradictions(), "misfit") + " refused");
    return items;
  }

  private static Map<String, Object> json(TypeShares shares) {
    Json.Fields fields = Json.fields();
    for (Certainty certainty : Certainty.values()) {
      fields.with(
          certainty.label(),
          Json.fields()
              .with("count", shares.coverage().objects(certainty))
              .with("bytes", shares.coverage().bytes(certainty)));
    }
    return fields
        .with("conflicts", shares.conflicts())
        .with("contradictions", shares.contradictions());
  }

  private List<String> roots() {
    return withTotal(
        Amounts.count(graph.roots().count()),
        summary.roots().entrySet().stream()
            .map(e -> Amounts.count(e.getValue()) + " " + e.getKey().label())
            .toList());
  }

  private List<String> goroutines() {
    return withTotal(
        Amounts.count(graph.process().goroutines().size())
            + " ("
            + Amounts.count(summary.systemGoroutines())
            + " of the runtime)",
        summary.goroutines().entrySet().stream()
            .map(e -> Amounts.count(e.getValue()) + " " + e.getKey())
            .toList());
  }

  /** A total in front of its parts. */
  private static List<String> withTotal(String total, List<String> parts) {
    List<String> items = new ArrayList<>(parts);
    if (items.isEmpty()) {
      return List.of(total);
    }
    items.set(0, total + ": " + items.get(0));
    return items;
  }

  private void memory(TextWriter out, MemStats stats) {
    MemoryShares shares = MemoryShares.of(stats);
    long sys = stats.get("Sys");
    long gc = stats.get("GCSys");
    out.line(
        "Memory      "
            + Amounts.bytes(sys)
            + " from the system: heap "
            + Amounts.bytes(shares.heap())
            + ", stacks "
            + Amounts.bytes(shares.stacks())
            + ", GC "
            + Amounts.bytes(gc)
            + ", other "
            + Amounts.bytes(sys - shares.heap() - shares.stacks() - gc));
    long waste = shares.heapInUse() - stats.get("HeapAlloc");
    out.line(
        "            heap in use "
            + Amounts.bytes(shares.heapInUse())
            + ", of it "
            + Amounts.bytes(waste)
            + " ("
            + Amounts.share(waste, shares.heapInUse())
            + ") not objects");
    out.line(
        "            heap idle "
            + Amounts.bytes(stats.get("HeapIdle"))
            + ", of it "
            + Amounts.bytes(stats.get("HeapReleased"))
            + " given back to the system");
    long collections = stats.get("NumGC");
    long last = stats.pauses()[(int) ((collections + 255) % 256)];
    out.line(
        "GC          "
            + Amounts.count(collections, "collection")
            + ", next at "
            + Amounts.bytes(stats.get("NextGC"))
            + " of heap; pauses "
            + Amounts.duration(stats.get("PauseTotalNs"))
            + " in all"
            + (collections > 0 ? ", the last " + Amounts.duration(last) : ""));
  }

  private String profile() {
    int stacks = graph.process().profile().buckets().size();
    if (stacks == 0 && !graph.reading().ending().complete()) {
      return UNKNOWN_AFTER_CUT;
    }
    return stacks == 0
        ? "none (no allocation was sampled)"
        : Amounts.count(stacks, "allocation stack")
            + ", "
            + Amounts.count(graph.process().profile().sampledObjects(), "sampled object")
            + ": godump memprof";
  }

  private String finalizers() {
    if (graph.process().memStats().isEmpty()) {
      return UNKNOWN_AFTER_CUT;
    }
    long queued =
        graph.process().finalizers().stream()
            .filter(f -> f.kind() == RecordKind.QUEUED_FINALIZER)
            .count();
    return Amounts.count(graph.process().finalizers().size() - queued)
        + " registered, "
        + Amounts.count(queued)
        + " queued to run";
  }

  @Override
  public Map<String, Object> json() {
    ProcessState process = graph.process();
    boolean known = summary.reachability().isKnown();
    long live = summary.reachability().liveObjects();
    long liveBytes = summary.reachability().liveBytes();
    Optional<MemStats> stats = process.memStats();
    Json.Fields heap =
        Json.fields()
            .with("objects", graph.objects().count())
            .with("phantoms", graph.reading().phantoms())
            .with("bytes", graph.objects().bytes())
            .with("live_objects", known ? live : null)
            .with("live_bytes", known ? liveBytes : null)
            .with("garbage_objects", known ? graph.objects().count() - live : null)
            .with("garbage_bytes", known ? graph.objects().bytes() - liveBytes : null)
            .with("edges", graph.edgeCount())
            .with(
                "matches_memstats",
                stats.map(s -> s.get("HeapObjects") == graph.objects().count()).orElse(null));
    Map<String, Object> roots = new LinkedHashMap<>();
    summary.roots().forEach((kind, count) -> roots.put(kind.label(), count));
    return Json.fields()
        .with("heap", heap)
        .with("params", params(process))
        .with(
            "goroutines",
            Json.fields()
                .with("count", process.goroutines().size())
                .with("system", summary.systemGoroutines())
                .with("by_state", summary.goroutines()))
        .with("records", records())
        .with("roots", Json.fields().with("count", graph.roots().count()).with("by_kind", roots))
        .with(
            "types",
            summary
                .types()
                .map(types -> HistogramReport.table(types.rows(), 0, known).json())
                .orElse(null))
        .with("typing", summary.typeShares().map(SummaryReport::json).orElse(null))
        .with("shapes", HistogramReport.table(summary.shapes().rows(), 0, known).json())
        .with("size_classes", HistogramReport.table(summary.sizeClasses().rows(), 0, known).json())
        .with("largest", largest().json())
        .with("retainers", retainers().json())
        .with("memory", stats.map(MemStatsReport::fields).orElse(null))
        .with(
            "profile",
            Json.fields()
                .with("stacks", process.profile().buckets().size())
                .with("sampled_objects", process.profile().sampledObjects()))
        .with(
            "finalizers",
            Json.fields()
                .with(
                    "registered", graph.reading().records().getOrDefault(RecordKind.FINALIZER, 0L))
                .with(
                    "queued",
                    graph.reading().records().getOrDefault(RecordKind.QUEUED_FINALIZER, 0L)));
  }

  private Map<String, Object> records() {
    Map<String, Object> records = new LinkedHashMap<>();
    graph.reading().records().forEach((kind, count) -> records.put(kind.label(), count));
    return records;
  }

  static Json.Fields params(ProcessState process) {
    DumpRecord.Params params = process.params();
    return Json.fields()
        .with("go_version", params.version())
        .with("go_version_inferred", process.versionRange())
        .with("arch", params.arch())
        .with("pointer_size", params.pointerSize())
        .with("big_endian", params.bigEndian())
        .with("cpus", Json.unsigned(params.cpus()))
        .with("heap_start", Amounts.address(params.heapStart()))
        .with("heap_end", Amounts.address(params.heapEnd()));
  }
}
