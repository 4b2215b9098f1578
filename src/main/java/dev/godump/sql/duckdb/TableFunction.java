package dev.godump.sql.duckdb;

import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import java.util.List;
import org.duckdb.DuckDBTableFunctionBindInfo;

/**
 * Reads a table of one heap, whose number is the parameter. Texts with a coding are returned as
 * codes.
 */
final class TableFunction extends ScanFunction {
  private final HeapTable<?> table;
  private final List<TableHeap> heaps;
  private final List<ReturnedColumn> columns;

  TableFunction(HeapTable<?> table, List<TableHeap> heaps, Failures failures) {
    super(failures);
    this.table = table;
    this.heaps = heaps;
    this.columns =
        table.columns().stream()
            .map(column -> new ReturnedColumn(column.name(), ChunkColumn.of(column)))
            .toList();
  }

  @Override
  Bound call(DuckDBTableFunctionBindInfo call) {
    TableHeap heap = heaps.get(call.getParameter(0).getInt());
    return new Bound(columns, table.size(heap), wanted -> table.scan(heap, wanted));
  }
}
