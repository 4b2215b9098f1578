package dev.godump.report;

import dev.godump.analysis.waste.Waste;
import dev.godump.analysis.waste.Waste.Finding;
import dev.godump.analysis.waste.Waste.Group;
import dev.godump.heap.parts.KeptObjects;
import dev.godump.report.liveness.LivenessText;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Report;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code godump waste}: wasted memory by kind. */
public final class WasteReport implements Report {
  private final Waste waste;
  private final boolean typed;
  private final KeptObjects notSearched;

  /**
   * @param typed whether the program that wrote the dump is known
   * @param notSearched what only cleanups keep alive
   */
  public WasteReport(Waste waste, boolean typed, KeptObjects notSearched) {
    this.notSearched = notSearched;
    this.waste = waste;
    this.typed = typed;
  }

  private record Row(Finding finding, Group group) {}

  @Override
  public void text(TextWriter out) {
    List<Finding> found = waste.findings().stream().filter(f -> f.count() > 0).toList();
    out.heading("Wasted memory in " + Amounts.bytes(waste.liveBytes()) + " of live objects");
    LivenessText.writeKept(out, notSearched, "not searched");
    out.line();
    if (!found.isEmpty()) {
      out.table(
          new Table<>(found)
              .textOnly("BYTES", Kind.BYTES, Finding::bytes)
              .textOnly("SHARE", Kind.SHARE, f -> Amounts.share(f.bytes(), waste.liveBytes()))
              .textOnly("COUNT", Kind.COUNT, Finding::count)
              .textOnly("BOUND", Kind.TEXT, f -> f.kind().bound().label())
              .textOnly("KIND", Kind.TEXT, f -> f.kind().label())
              .textOnly("WHAT", Kind.TEXT, f -> f.kind().text()));
      out.line();
    }
    List<String> none =
        waste.findings().stream().filter(f -> f.count() == 0).map(f -> f.kind().label()).toList();
    if (!none.isEmpty()) {
      out.list("  None found: ", none);
    }
    if (found.size() > 1) {
      out.line("  Categories overlap; don't sum them.");
    }
    out.line(
        "  Types are known for "
            + Amounts.share(waste.typedBytes(), waste.liveBytes())
            + " of the bytes; the rest is not searched.");
    if (!typed) {
      out.line("  Most kinds need types: add --exe PATH, the executable that wrote the dump.");
    }
    for (Finding finding : found) {
      out.line();
      out.heading(finding.kind().label() + ": " + finding.kind().text());
      out.table(groups(finding));
      out.more(finding.unlistedGroups(), "--kind " + finding.kind().label() + " --top 0 shows all");
    }
  }

  private static Table<Group> groups(Finding finding) {
    boolean type =
        finding.kind() == Waste.Kind.DUPLICATE_OBJECTS || finding.kind() == Waste.Kind.PADDING;
    return new Table<>(finding.groups())
        .column("bytes", "BYTES", Kind.BYTES, Group::bytes)
        .column("count", "COUNT", Kind.COUNT, Group::count)
        .column("address", "LARGEST", Kind.ADDRESS, Group::address)
        .column("detail", "DETAIL", Kind.TEXT, Group::detail)
        .dataOnly("largest", Kind.BYTES, Group::largest)
        .dataOnly("what", Kind.TEXT, Group::name)
        .textOnly(type ? "TYPE" : "HELD BY", Kind.NAME, Group::name);
  }

  @Override
  public Map<String, Object> json() {
    return Json.fields()
        .with("live_bytes", waste.liveBytes())
        .with("cleanup_objects", notSearched.count())
        .with("cleanup_bytes", notSearched.bytes())
        .with("typed_bytes", waste.typedBytes())
        .with("kinds", waste.findings().stream().map(WasteReport::json).toList());
  }

  private static Map<String, Object> json(Finding finding) {
    return Json.fields()
        .with("kind", finding.kind().label())
        .with("bytes", finding.bytes())
        .with("count", finding.count())
        .with("bound", finding.kind().bound().label().replace(' ', '_'))
        .with("groups", groups(finding).json())
        .with("more", finding.unlistedGroups());
  }

  @Override
  public Optional<Table<?>> csv() {
    List<Row> rows =
        waste.findings().stream()
            .flatMap(f -> f.groups().stream().map(g -> new Row(f, g)))
            .toList();
    return Optional.of(
        new Table<>(rows)
            .dataOnly("kind", Kind.TEXT, row -> row.finding().kind().label())
            .dataOnly(
                "bound", Kind.TEXT, row -> row.finding().kind().bound().label().replace(' ', '_'))
            .dataOnly("what", Kind.TEXT, row -> row.group().name())
            .dataOnly("bytes", Kind.BYTES, row -> row.group().bytes())
            .dataOnly("count", Kind.COUNT, row -> row.group().count())
            .dataOnly("largest", Kind.BYTES, row -> row.group().largest())
            .dataOnly("address", Kind.ADDRESS, row -> row.group().address())
            .dataOnly("detail", Kind.TEXT, row -> row.group().detail()));
  }
}
