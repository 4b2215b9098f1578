package dev.godump.report;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.report.text.Amounts;
import dev.godump.report.text.RowLimit;
import dev.godump.report.text.TextWriter;
import it.unimi.dsi.fastutil.ints.IntList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The roots that lead to an object, a line each; equal deferred calls share one. */
final class RootRows {
  private final RootText text;
  private final List<Row> rows;
  private final int roots;

  /** The first of equal roots, and their number. */
  private record Row(int root, int count) {}

  /** What equal deferred calls have in common: all but the address of their record. */
  private record Key(long goroutine, long pc, long function, int root) {}

  RootRows(HeapGraph graph, RootText text, IntList roots) {
    this.text = text;
    this.roots = roots.size();
    Map<Key, Row> equal = new LinkedHashMap<>();
    roots.forEach(
        root ->
            equal.merge(
                key(graph, root),
                new Row(root, 1),
                (first, one) -> new Row(first.root, first.count + 1)));
    rows = new ArrayList<>(equal.values());
  }

  private static Key key(HeapGraph graph, int root) {
    if (graph.roots().kind(root) != RootKind.DEFER) {
      return new Key(0, 0, 0, root);
    }
    DumpRecord.Defer call = graph.process().defers().get(graph.roots().recordIndex(root));
    return new Key(call.goroutine(), call.pc(), call.function(), -1);
  }

  /** Writes the rows within a limit, and how many roots are not among them. */
  void text(TextWriter out, RowLimit limit) {
    int shown = 0;
    for (Row row : limit.cut(rows)) {
      String times = row.count == 1 ? "" : ", " + Amounts.count(row.count) + " times";
      out.line("  ", text.textOf(row.root), times);
      shown += row.count;
    }
    if (shown < roots) {
      out.line("  " + Amounts.count(roots - shown, "more root") + " (" + limit.hint() + ")");
    }
  }
}
