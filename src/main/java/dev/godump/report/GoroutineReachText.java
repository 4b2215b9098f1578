package dev.godump.report;

import dev.godump.analysis.GoroutineReach;
import dev.godump.analysis.ObjectTotal;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.Json;
import dev.godump.report.text.Table;
import dev.godump.report.text.Table.Kind;
import dev.godump.report.text.TextWriter;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.List;
import java.util.Map;

/** Says what a goroutine keeps alive, alone and with others. */
public final class GoroutineReachText {
  private final ObjectText objects;
  private final DominatorTree tree;
  private final GoroutineReach reach;

  public GoroutineReachText(ObjectText objects, DominatorTree tree, GoroutineReach reach) {
    this.objects = objects;
    this.tree = tree;
    this.reach = reach;
  }

  void text(TextWriter out) {
    part(out, "only it holds: ", reach.only(), reach.largestOnly());
    part(out, "it reaches, as others do: ", reach.shared(), reach.largestShared());
  }

  private void part(TextWriter out, String title, ObjectTotal total, IntList largest) {
    out.line();
    out.line(
        "  "
            + title
            + Amounts.bytes(total.bytes())
            + " in "
            + Amounts.count(total.objects(), "object"));
    if (!largest.isEmpty()) {
      out.table(
          new Table<>(largest)
              .column("retained", "RETAINED", Kind.BYTES, tree::retainedByObject)
              .column("address", "ADDRESS", Kind.ADDRESS, objects::addressOf)
              .column("size", "SIZE", Kind.BYTES, objects::sizeOf)
              .textOnly("WHAT", Kind.NAME, objects::labelOf));
    }
  }

  Map<String, Object> json() {
    return Json.fields()
        .with("only", json(reach.only(), reach.largestOnly()))
        .with("shared", json(reach.shared(), reach.largestShared()));
  }

  private Map<String, Object> json(ObjectTotal total, IntList largest) {
    List<Map<String, Object>> rows =
        largest
            .intStream()
            .mapToObj(
                object ->
                    (Map<String, Object>)
                        objects.json(object).with("retained", tree.retainedByObject(object)))
            .toList();
    return Json.fields()
        .with("objects", total.objects())
        .with("bytes", total.bytes())
        .with("largest", rows);
  }
}
