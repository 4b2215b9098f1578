package dev.godump.report;

import dev.godump.analysis.GoroutinePath;
import dev.godump.analysis.PointerFields;
import dev.godump.analysis.Retainers;
import dev.godump.analysis.Retainers.Path;
import dev.godump.analysis.Retainers.Referrer;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.dominators.DominatorChain;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.report.liveness.LivenessText;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code godump retainers}: the paths and dominators that keep an object alive. */
public final class RetainersReport implements Report {
  private final HeapGraph graph;
  private final ObjectText objects;
  private final HeapParts parts;
  private final HeapPart part;
  private final boolean livenessKnown;
  private final boolean live;
  private final DominatorTree tree;
  private final DominatorChainText dominators;
  private final long requestedAddress;
  private final Retainers retainers;
  private final RowLimit limit;
  private final boolean raw;

  /**
   * @param heap in which the object is live, if it is in any
   * @param parts of the whole heap
   * @param requestedAddress address in the object
   * @param limit of the referrers
   * @param raw whether to show the objects inside maps
   */
  public RetainersReport(
      Heap heap,
      HeapParts parts,
      ObjectText objects,
      long requestedAddress,
      Retainers retainers,
      RowLimit limit,
      boolean raw) {
    this.raw = raw;
    this.graph = heap.graph();
    this.objects = objects;
    this.livenessKnown = Reachability.isKnown(graph);
    this.tree = heap.tree();
    this.parts = parts;
    this.part = parts.of(retainers.target());
    this.live = tree.isLive(retainers.target());
    this.dominators =
        new DominatorChainText(
            objects, tree.owners(), DominatorChain.of(tree, retainers.target()), raw);
    this.requestedAddress = requestedAddress;
    this.retainers = retainers;
    this.limit = limit;
  }

  @Override
  public void text(TextWriter out) {
    ObjectReport.heading(out, objects, requestedAddress, retainers.target());
    if (!livenessKnown) {
      out.line("Whether it is live is unknown: the dump was truncated before its roots.");
    } else if (!live) {
      out.line(
          "It is garbage: unreachable from roots, and not yet collected when the dump was written.");
    } else {
      holders().forEach(out::line);
      out.line("  " + dominators.retainedText(part));
      paths(out);
      out.line();
      dominators.text(out);
    }
    referrers(out);
  }

  /** Says what keeps the object alive if no recorded root does. */
  private List<String> holders() {
    return switch (part) {
      case RECORDED, GARBAGE, UNKNOWN -> List.of();
      case CLEANUPS ->
          List.of("Only cleanups lead to it. They are inferred: a dump has no record of them.");
      case STACK_VARIABLES ->
          List.of(
              "Only stack variables lead to it that the dump doesn't list; the executable tells where",
              "they are.");
      case MAYBE_STACK_VARIABLES ->
          List.of(
              "No recorded root leads to it: it is garbage, or held by a stack variable that the dump",
              "doesn't list. A word on a stack leads to it; --exe FILE tells whether that is one.");
    };
  }

  private void paths(TextWriter out) {
    if (retainers.distance().isEmpty()) {
      out.line();
      out.line("Every path is excluded by --exclude.");
    }
    for (int i = 0; i < retainers.paths().size(); i++) {
      Path path = retainers.paths().get(i);
      if (i < 2) {
        out.line();
        out.heading(
            i == 0 ? "Shortest path from a root" : "Other paths, each with a different last step");
      }
      if (i > 1) {
        out.line();
      }
      path(out, path);
    }
    if (retainers.morePaths() > 0) {
      out.line();
      out.line(
          "  " + Amounts.count(retainers.morePaths()) + " more last steps (--paths shows them)");
    }
    if (part == HeapPart.RECORDED) {
      out.line();
      out.line("Reachable from " + rootKinds());
    }
  }

  private void path(TextWriter out, Path path) {
    Optional<GoroutinePath> held =
        raw ? Optional.empty() : GoroutinePath.of(graph, tree.owners().goroutineObjects(), path);
    if (held.isEmpty()) {
      out.line("  ", objects.roots().textOf(path.root()), "");
      new PathText(objects, path.steps(), "").text(out, limit.rows(), raw);
    } else {
      GoroutinePath part = held.get();
      out.line("  ", objects.roots().goroutineText(part.goroutine()), "");
      new PathText(objects, part.steps(), firstField(part)).text(out, limit.rows(), raw);
    }
  }

  /** Says by which part of a goroutine a path begins. */
  private static String firstField(GoroutinePath part) {
    return switch (part.field()) {
      case PANIC -> "panicking";
      case DEFER -> "deferred";
      case WAITING -> "waiting on";
      case LABELS -> "labels";
      case TIMER -> "timer";
    };
  }

  private String rootKinds() {
    return retainers.rootKinds().entrySet().stream()
        .map(e -> Amounts.count(e.getValue(), noun(e.getKey())))
        .collect(Collectors.joining(", "));
  }

  private static String noun(RootKind kind) {
    return switch (kind) {
      case DATA, BSS -> "global pointer";
      case FRAME -> "stack slot";
      case FINALIZER, QUEUED_FINALIZER, CONTEXT, DEFER, PANIC -> kind.label();
      case OTHER -> "other root";
    };
  }

  private void referrers(TextWriter out) {
    out.line();
    int roots = retainers.roots().size();
    int count = retainers.referrers().size();
    out.heading(ObjectReport.referencedBy(roots, count));
    new RootRows(graph, objects.roots(), retainers.roots()).text(out, limit);
    retainers.referrers().stream()
        .limit(limit.rows())
        .forEach(referrer -> tree(out, referrer, "  "));
    more(out, count, "objects");
  }

  private void more(TextWriter out, int count, String what) {
    if (count > limit.rows()) {
      String more = Amounts.count(count - limit.rows()) + " more " + what;
      out.line("  " + more + " (" + limit.hint() + ")");
    }
  }

  private void tree(TextWriter out, Referrer referrer, String indent) {
    String offsets =
        referrer.fields().stream()
                .limit(4)
                .map(f -> field(referrer, f))
                .collect(Collectors.joining(","))
            + (referrer.fields().count() > 4
                ? ",… (" + referrer.fields().count() + " pointers)"
                : "");
    String again =
        switch (referrer.repetition()) {
          case NONE -> "";
          case CYCLE -> "  (cycle)";
          case SHOWN_ABOVE -> "  (shown above)";
        };
    out.line(
        indent
            + Amounts.address(objects.addressOf(referrer.object()))
            + offsets
            + "  "
            + Amounts.bytes(objects.sizeOf(referrer.object()))
            + ", ",
        objects.stepLabelOf(referrer.object(), raw),
        LivenessText.besides(parts.of(referrer.object()), part) + again);
    referrer.referrers().forEach(further -> tree(out, further, indent + "    "));
  }

  /** Returns the name or offset of a pointer, to follow the object's address. */
  private String field(Referrer referrer, PointerFields.Pointer field) {
    Optional<String> entry =
        referrer.part() == referrer.object()
            ? Optional.empty()
            : objects.entryOfBox(referrer.part());
    return entry
        .or(() -> objects.fieldAt(referrer.part(), field.offset()))
        .map(name -> " " + name)
        .orElse("+" + field.offset());
  }

  @Override
  public Map<String, Object> json() {
    Json.Fields kinds = Json.fields();
    retainers.rootKinds().forEach((kind, count) -> kinds.with(kind.label(), count));
    List<Iterable<Object>> paths = retainers.paths().stream().map(this::json).toList();
    return Json.fields()
        .with(
            "object",
            objects
                .json(retainers.target())
                .withAddress("asked", requestedAddress)
                .with("live", part.isLive())
                .with("kept_by_cleanups", part.isKeptByCleanups())
                .with("kept_by_stack_variables", part.isKeptByStackVariables())
                .with("distance", retainers.distance()))
        .with("retained", livenessKnown ? dominators.retainedBytes() : null)
        .with(
            "dominator",
            livenessKnown && live ? DominatorText.json(graph, tree, retainers.target()) : null)
        .with("dominators", livenessKnown ? dominators.json() : null)
        .with("path", paths.isEmpty() ? List.of() : paths.get(0))
        .with("paths", paths)
        .with("more_paths", retainers.morePaths())
        .with("roots_by_kind", kinds)
        .with(
            "roots",
            Json.list(
                () ->
                    retainers
                        .roots()
                        .intStream()
                        .limit(limit.rows())
                        .mapToObj(objects.roots()::json)))
        .with(
            "referrers",
            Json.list(() -> retainers.referrers().stream().limit(limit.rows()).map(this::json)));
  }

  /** Returns the root and the steps, each created while it is written; there can be millions. */
  private Iterable<Object> json(Path path) {
    return Json.list(
        () ->
            IntStream.range(-1, path.steps().size())
                .mapToObj(
                    i ->
                        i < 0
                            ? objects.roots().json(path.root())
                            : PathText.json(objects, path.steps(), i)));
  }

  private Map<String, Object> json(Referrer referrer) {
    return objects
        .json(referrer.object())
        .with("live", parts.of(referrer.object()).isLive())
        .with("kept_by_cleanups", parts.of(referrer.object()).isKeptByCleanups())
        .with(
            "offsets",
            Json.list(() -> referrer.fields().stream().map(PointerFields.Pointer::offset)))
        .with(
            "fields",
            Json.list(
                () ->
                    referrer.fields().stream()
                        .map(f -> objects.fieldAt(referrer.object(), f.offset()).orElse(null))))
        .with("cycle", referrer.repetition() == Retainers.Repetition.CYCLE)
        .with("shown_above", referrer.repetition() == Retainers.Repetition.SHOWN_ABOVE)
        .with("referrers", referrer.referrers().stream().map(this::json).toList());
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(
        new Table<>(retainers.referrers())
            .limit(limit)
            .dataOnly("address", Kind.ADDRESS, r -> objects.addressOf(r.object()))
            .dataOnly("size", Kind.BYTES, r -> objects.sizeOf(r.object()))
            .dataOnly("live", Kind.FLAG, r -> parts.of(r.object()).isLive())
            .dataOnly("kept_by_cleanups", Kind.FLAG, r -> parts.of(r.object()).isKeptByCleanups())
            .dataOnly(
                "offsets",
                Kind.TEXT,
                r -> r.fields().stream().map(f -> "" + f.offset()).collect(Collectors.joining(" ")))
            .dataOnly("shape", Kind.TEXT, r -> objects.shapeOf(r.object())));
  }
}
