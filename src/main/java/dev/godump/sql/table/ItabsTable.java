package dev.godump.sql.table;

import dev.godump.format.DumpRecord;
import dev.godump.graph.ProcessState;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableRows;
import org.jspecify.annotations.Nullable;

/** The table {@code itabs}. */
public final class ItabsTable {
  /** An interface table. */
  record Row(ProcessState process, DumpRecord.Itab itab) {
    @Nullable String typeName() {
      DumpRecord.Type type = process.types().get(itab.type());
      return type == null ? null : type.name();
    }
  }

  /** The definition. */
  public static final HeapTable<Row> TABLE =
      HeapTable.<Row>named("itabs", "The interface tables, which `godump itabs` lists.")
          .address("address", "Address of the itab.", row -> row.itab().address())
          .address("type", "Address of the concrete type's descriptor.", row -> row.itab().type())
          .text(
              "type_name",
              "Name of that type; without the part after the package for pointer types, as the"
                  + " dump lacks it; null if unknown.",
              Row::typeName)
          .rows(
              (heap, columns) -> {
                ProcessState process = heap.heap().graph().process();
                return TableRows.of(
                    process.itabs().values().stream().map(itab -> new Row(process, itab)).toList());
              });

  private ItabsTable() {}
}
