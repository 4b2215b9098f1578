package dev.godump.sql.table;

import dev.godump.analysis.spans.Span;
import dev.godump.analysis.spans.Spans;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableRows;

/** The table {@code spans}. */
public final class SpansTable {
  /** The definition. */
  public static final HeapTable<Span> TABLE =
      HeapTable.<Span>named(
              "spans",
              "The spans that have objects, inferred from addresses and size classes, as `godump"
                  + " spans` does.")
          .address("start", "Address of the span.", Span::start)
          .integer("size", "Bytes of the span.", Span::size)
          .integer("slot_size", "Bytes of each slot.", Span::slotSize)
          .integer("slots", "Number of slots.", Span::slots)
          .integer("objects", "Number of slots that have an object.", Span::objects)
          .integer("free_bytes", "Bytes of free slots.", Span::freeBytes)
          .integer("end_bytes", "Bytes outside slots.", Span::endBytes)
          .rows((heap, columns) -> TableRows.of(Spans.of(heap.heap()).spans()));

  private SpansTable() {}
}
