package dev.godump.sql.table;

import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.Histogram.By;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** The table {@code types}: the rows of {@code godump histogram}, for every property. */
public final class TypesTable {
  private static final String RETAINED = "retained";

  /** The definition. */
  public static final HeapTable<Histogram.Row> TABLE =
      define("types", By.TYPE, "Objects counted by type: the rows of `godump histogram`.");

  private TypesTable() {}

  /** Returns the table of objects counted by a property. */
  public static HeapTable<Histogram.Row> by(By property) {
    return define("histogram", property, "Objects counted by " + property.label() + ".");
  }

  private static HeapTable<Histogram.Row> define(String name, By by, String documentation) {
    return HeapTable.<Histogram.Row>named(name, documentation)
        .text(
            by == By.TYPE ? "type" : "name",
            "The type; the shape if the type is unknown.",
            Histogram.Row::type)
        .text(
            "certainty",
            "How sure the type is: `exact`, `inferred`, `guess` or `unknown`.",
            row -> row.certainty().label())
        .integer("count", "Number of objects.", Histogram.Row::count)
        .integer("bytes", "Bytes of their slots.", Histogram.Row::bytes)
        .integer(
            "live_count",
            "Number of live objects; null if that is unknown.",
            Histogram.Row::liveCount)
        .integer("live_bytes", "Bytes of live objects; null if unknown.", Histogram.Row::liveBytes)
        .integer(
            RETAINED,
            "Bytes of all objects that any of them dominates, each counted once.",
            Histogram.Row::retained)
        .rows((heap, columns) -> rows(heap, columns, by));
  }

  private static TableRows<Histogram.Row> rows(TableHeap table, Set<String> columns, By by)
      throws IOException {
    Histogram histogram =
        columns.contains(RETAINED) ? table.heap().histogram(by) : table.heap().counts(by);
    List<Histogram.Row> rows = histogram.rows();
    return Reachability.isKnown(table.heap().graph())
        ? TableRows.of(rows)
        : TableRows.of(rows.stream().map(TypesTable::withUnknownLiveness).toList());
  }

  private static Histogram.Row withUnknownLiveness(Histogram.Row row) {
    return new Histogram.Row(
        row.type(),
        row.certainty(),
        row.count(),
        row.bytes(),
        TableColumn.NULL,
        TableColumn.NULL,
        TableColumn.NULL);
  }
}
