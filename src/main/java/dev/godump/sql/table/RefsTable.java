package dev.godump.sql.table;

import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The table {@code refs}. */
public final class RefsTable {
  private static final String SOURCE_OFFSET = "source_offset";
  private static final String TARGET_OFFSET = "target_offset";
  static final String FIELD = "field";

  /** The columns that are read from the dump, not from the graph. */
  private static final List<String> LOCATED = List.of(SOURCE_OFFSET, TARGET_OFFSET, FIELD);

  /** The definition. */
  public static final HeapTable<RefRow> TABLE =
      HeapTable.<RefRow>named(
              "refs",
              "Every pointer from an object to an object, by address of the source and offset."
                  + " Join them with `objects` by `id`, which is faster than by address.")
          .integer(
              "source_id", "`objects.id` of the object that has the pointer.", RefRow::sourceId)
          .integer("target_id", "`objects.id` of the object that it leads to.", RefRow::targetId)
          .address("source", "Address of the object that has the pointer.", RefRow::source)
          .integer(
              SOURCE_OFFSET,
              "Bytes from the start of the source to the pointer.",
              RefRow::sourceOffset)
          .text(
              FIELD,
              "The field of the source, such as `.buf`; null if its type or field is unknown.",
              RefRow::field)
          .address("target", "Address of the object that it leads to.", RefRow::target)
          .integer(
              TARGET_OFFSET,
              "Bytes from the start of the target to where it leads; more than 0 for an interior"
                  + " pointer.",
              RefRow::targetOffset)
          .size(table -> table.heap().graph().edgeCount())
          .rows(RefsTable::rows);

  private RefsTable() {}

  private static TableRows<RefRow> rows(TableHeap table, Set<String> columns) throws IOException {
    HeapGraph graph = table.heap().graph();
    boolean located = LOCATED.stream().anyMatch(columns::contains);
    Optional<HeapTypes> types =
        columns.contains(FIELD) ? Optional.of(table.heap().types()) : Optional.empty();
    Edges edges = graph.edges();
    return new RowRanges<>(graph.objects().count()) {
      @Override
      public long count() {
        return graph.edgeCount();
      }

      @Override
      Cursor<RefRow> range(int from, int to) {
        return located
            ? new LocatedRefRow(graph, types, from, to)
            : new RefRow(graph.objects(), edges, from, to);
      }
    };
  }
}
