package dev.godump.report;

import dev.godump.analysis.Cut;
import dev.godump.analysis.ObjectTotal;
import dev.godump.analysis.WhatIf;
import dev.godump.analysis.WhatIf.Effect;
import dev.godump.analysis.WhatIf.FreedType;
import dev.godump.analysis.WhatIf.RemainingPath;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.HeapPart;
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

/** {@code godump what-if}: the memory that cutting references would free. */
public final class WhatIfReport implements Report {
  private static final int MAX_NAMES = 3;

  private final HeapGraph graph;
  private final RootText roots;
  private final WhatIf answer;
  private final RowLimit limit;

  /**
   * @param limit of the rows
   */
  public WhatIfReport(HeapGraph graph, RootText roots, WhatIf answer, RowLimit limit) {
    this.graph = graph;
    this.roots = roots;
    this.answer = answer;
    this.limit = limit;
  }

  @Override
  public void text(TextWriter out) {
    out.line("If " + names() + " were gone:");
    out.line();
    amounts(out, "live now", answer.live(), answer.freed(), cut());
    if (answer.finalizers() > 0) {
      out.line(
          "  Freed objects have "
              + Amounts.count(answer.finalizers(), "finalizer")
              + ": what those objects refer to stays until they have run.");
    }
    ObjectTotal added = answer.byCleanups().added();
    if (added.objects() > 0) {
      out.line(
          "  Of what is freed, cleanups (inferred) would keep "
              + Amounts.count(added.objects(), "object")
              + ", "
              + Amounts.bytes(added.bytes())
              + ".");
    }
    rows(out, answer.freedByType(), answer.freed());
    cleanups(out);
    List<Effect> idle =
        answer.effects().stream()
            .filter(Effect::freesNothing)
            .filter(this::isWorthShowing)
            .toList();
    if (!idle.isEmpty()) {
      out.line();
      out.heading("Cuts that free nothing else");
      idle.forEach(effect -> out.line("  " + name(effect.cut()) + ": " + reason(effect)));
    }
  }

  /** Says what would be freed of the objects that only cleanups keep alive, if any. */
  private void cleanups(TextWriter out) {
    WhatIf.KeptByCleanups kept = answer.byCleanups();
    if (kept.freed().objects() > 0) {
      out.line();
      out.heading("Kept alive only by " + LivenessText.roots(HeapPart.CLEANUPS));
      amounts(out, "now", kept.before(), kept.freed(), "");
      rows(out, kept.freedByType(), kept.freed());
    }
  }

  private void amounts(
      TextWriter out, String before, ObjectTotal now, ObjectTotal freed, String cut) {
    int width = Amounts.count(now.objects()).length();
    out.line(line(before, now, now, width));
    out.line(line("freed", freed, now, width) + cut);
    out.line(line("remaining", now.minus(freed), now, width));
  }

  private void rows(TextWriter out, List<FreedType> freed, ObjectTotal whole) {
    if (!freed.isEmpty()) {
      out.line();
      out.heading("Freed, by type (or shape, if the type is unknown)");
      out.table(table(limit.cut(freed), whole));
      limit.more(out, freed.size());
    }
  }

  private String names() {
    List<Effect> effects = answer.effects();
    String some =
        effects.stream().limit(MAX_NAMES).map(e -> name(e.cut())).collect(Collectors.joining(", "));
    int more = effects.size() - MAX_NAMES;
    return more > 0 ? some + " and " + Amounts.count(more) + " more" : some;
  }

  private static String name(Cut cut) {
    return switch (cut.kind()) {
      case OBJECT, GOROUTINE -> cut.kind().label() + " " + cut.name();
      case GLOBAL -> cut.name();
      case TYPE -> "objects of type " + cut.name();
    };
  }

  private static String line(String what, ObjectTotal total, ObjectTotal whole, int width) {
    return String.format(
        "  %-9s  %" + width + "s objects  %10s  %7s",
        what,
        Amounts.count(total.objects()),
        Amounts.bytes(total.bytes()),
        Amounts.share(total.bytes(), whole.bytes()));
  }

  private String cut() {
    ObjectTotal cut = answer.cut();
    if (cut.objects() == 0) {
      return "";
    }
    String objects = Amounts.count(cut.objects(), "object");
    return "   including the cut itself: " + objects + ", " + Amounts.bytes(cut.bytes());
  }

  private static Table<FreedType> table(List<FreedType> rows, ObjectTotal whole) {
    return new Table<>(rows)
        .dataOnly("key", Kind.TEXT, FreedType::name)
        .dataOnly("certainty", Kind.TEXT, row -> row.certainty().label())
        .column("count", "COUNT", Kind.COUNT, row -> row.total().objects())
        .column("bytes", "BYTES", Kind.BYTES, row -> row.total().bytes())
        .textOnly("SHARE", Kind.SHARE, row -> Amounts.share(row.total().bytes(), whole.bytes()))
        .textOnly("", Kind.MARK, row -> CertaintyText.mark(row.certainty()))
        .legend(CertaintyText.LEGEND)
        .textOnly("WHAT", Kind.NAME, FreedType::name);
  }

  /** Whether an effect needs an explanation: a live object without pointers does not. */
  private boolean isWorthShowing(Effect effect) {
    return effect.total().objects() == 0 || effect.targets() > 0;
  }

  private String reason(Effect effect) {
    if (effect.remainingPath().isPresent()) {
      RemainingPath hold = effect.remainingPath().get();
      String itself = effect.total().objects() > 0 ? "frees only itself; " : "";
      String target = Amounts.address(graph.objects().address(hold.object()));
      String others =
          effect.targets() > 1
              ? ", one of " + Amounts.count(effect.targets()) + " it points at,"
              : "";
      return itself + target + others + " is held by " + holderText(hold);
    }
    boolean roots =
        effect.cut().kind() == Cut.Kind.GOROUTINE || effect.cut().kind() == Cut.Kind.GLOBAL;
    return roots ? "points only at objects that are cut" : "no recorded root leads to it";
  }

  /** Names the root of a path, and the last object before its end. */
  private String holderText(RemainingPath hold) {
    String root = roots.textOf(hold.root());
    int length = hold.path().size();
    if (length == 1) {
      return root;
    }
    String between = length > 2 ? " → " + Amounts.count(length - 2, "object") : "";
    long referrer = graph.objects().address(hold.path().getInt(length - 2));
    return Amounts.address(referrer) + " (" + root + between + ")";
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("cut", json(answer.cut()))
        .with("freed", json(answer.freed()))
        .with("remaining", json(answer.remaining()))
        .with("live", json(answer.live()))
        .with("finalizers", answer.finalizers())
        .with("kept_by_cleanups", json(answer.byCleanups()))
        .with("cuts", answer.effects().stream().map(this::json).toList())
        .with("rows", table(limit.cut(answer.freedByType()), answer.freed()).json());
  }

  private static Json.Fields json(ObjectTotal total) {
    return Json.fields().with("objects", total.objects()).with("bytes", total.bytes());
  }

  private Json.Fields json(WhatIf.KeptByCleanups kept) {
    return Json.fields()
        .with("live", json(kept.before()))
        .with("freed", json(kept.freed()))
        .with("added", json(kept.added()))
        .with("rows", table(limit.cut(kept.freedByType()), kept.freed()).json());
  }

  private Json.Fields json(Effect effect) {
    return Json.fields()
        .with("kind", effect.cut().kind().label())
        .with("name", effect.cut().name())
        .with("objects", effect.total().objects())
        .with("bytes", effect.total().bytes())
        .with("kept_by_cleanups", effect.keptByCleanups())
        .with("frees_nothing_else", effect.freesNothing())
        .with("held_by", effect.remainingPath().map(this::json));
  }

  private Json.Fields json(RemainingPath hold) {
    int length = hold.path().size();
    Long referrer = length < 2 ? null : graph.objects().address(hold.path().getInt(length - 2));
    return Json.fields()
        .withAddress("object", graph.objects().address(hold.object()))
        .with("referrer", referrer == null ? null : Amounts.address(referrer))
        .with("distance", length)
        .with("root", roots.json(hold.root()));
  }

  @Override
  public Optional<Table<?>> csv() {
    return Optional.of(table(limit.cut(answer.freedByType()), answer.freed()));
  }
}
