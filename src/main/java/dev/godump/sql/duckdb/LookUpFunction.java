package dev.godump.sql.duckdb;

import dev.godump.sql.HeapTable;
import dev.godump.sql.TableCursor;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.sql.TableScan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBValue;

/** A function whose rows depend on its parameter: the rows of all heaps, one part for each. */
final class LookUpFunction extends ScanFunction {
  private final List<TableHeap> heaps;
  private final Finder finder;

  /** Returns the table that a call with a parameter reads. */
  @FunctionalInterface
  interface Finder {
    HeapTable<?> table(DuckDBValue parameter) throws IOException;
  }

  LookUpFunction(List<TableHeap> heaps, Finder finder, Failures failures) {
    super(failures);
    this.heaps = heaps;
    this.finder = finder;
  }

  @Override
  Bound call(DuckDBTableFunctionBindInfo call) throws IOException {
    HeapTable<?> table = finder.table(call.getParameter(0)).withDump();
    List<ReturnedColumn> columns =
        table.columns().stream()
            .map(column -> new ReturnedColumn(column.name(), ChunkColumn.ofText(column)))
            .toList();
    return new Bound(columns, heaps.size(), wanted -> scan(table, wanted));
  }

  private TableScan scan(HeapTable<?> table, int... wanted) throws IOException {
    List<TableScan> scans = new ArrayList<>();
    for (TableHeap heap : heaps) {
      TableScan scan = table.scan(heap, wanted);
      if (scan.parts() > 0) {
        scans.add(scan);
      }
    }
    return new TableScan() {
      @Override
      public long count() {
        return TableRows.UNKNOWN;
      }

      @Override
      public int parts() {
        return scans.size();
      }

      @Override
      public TableCursor part(int part) throws IOException {
        return scans.get(part).part(0);
      }
    };
  }
}
