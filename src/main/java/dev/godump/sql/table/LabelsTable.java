package dev.godump.sql.table;

import dev.godump.graph.Goroutine;
import dev.godump.heap.roots.GoroutineLabels;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.types.value.Label;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The table {@code labels}. */
public final class LabelsTable {
  /** A label of a goroutine. */
  record GoroutineLabel(TableHeap heap, Goroutine goroutine, Label label) {}

  /** The definition. */
  public static final HeapTable<GoroutineLabel> TABLE =
      HeapTable.<GoroutineLabel>named(
              "labels", "The pprof labels of goroutines; none before Go 1.17.")
          .integer("goroutine", "`goroutines.id` of the goroutine.", row -> row.goroutine().id())
          .text("key", "The key.", row -> row.label().key().text())
          .text(
              "value",
              "The value; with `--redact`, its length and a hash.",
              row -> row.label().value().text(row.heap().secrets()))
          .rows((heap, columns) -> rows(heap));

  private LabelsTable() {}

  private static TableRows<GoroutineLabel> rows(TableHeap table) throws IOException {
    GoroutineLabels labels = GoroutineLabels.of(table.heap().graph(), table.heap().program());
    List<Goroutine> goroutines = table.heap().graph().process().goroutines();
    List<GoroutineLabel> rows = new ArrayList<>();
    for (int i = 0; i < goroutines.size(); i++) {
      Goroutine goroutine = goroutines.get(i);
      labels
          .get(labels.setOf(i))
          .labels()
          .ifPresent(
              all -> all.forEach(label -> rows.add(new GoroutineLabel(table, goroutine, label))));
    }
    return TableRows.of(rows);
  }
}
