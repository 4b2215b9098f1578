package dev.godump.sql.table;

import dev.godump.analysis.CleanupGroups;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.Reachability;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import java.io.IOException;
import java.util.List;

/** The table {@code cleanups}. */
public final class CleanupsTable {
  /** Cleanups that are alike. */
  record Row(HeapGraph graph, CleanupGroups.Group group) {}

  /** The definition. */
  public static final HeapTable<Row> TABLE =
      HeapTable.<Row>named(
              "cleanups",
              "Cleanups (`runtime.AddCleanup`) that are alike, inferred, as `godump finalizers`"
                  + " shows them.")
          .text(
              "part",
              "`cleanup`, or, since Go 1.26, `function` or `argument`.",
              row -> row.group().part().label())
          .text(
              "function",
              "The function, or the address of the function value; null for an argument.",
              row -> RootsTable.emptyToNull(row.group().function()))
          .address(
              "example",
              "Address of the first of them.",
              row -> row.graph().objects().address(row.group().example()))
          .integer("count", "How many they are.", row -> row.group().count())
          .integer(
              "retained",
              "Bytes that would be garbage without them.",
              row -> row.group().retained())
          .rows((heap, columns) -> rows(heap));

  private CleanupsTable() {}

  private static TableRows<Row> rows(TableHeap table) throws IOException {
    HeapGraph graph = table.heap().graph();
    List<CleanupGroups.Group> groups =
        Reachability.isKnown(graph) ? CleanupGroups.of(table.heap()).groups() : List.of();
    return TableRows.of(groups.stream().map(group -> new Row(graph, group)).toList());
  }
}
