package dev.godump.sql.table;

import dev.godump.analysis.waste.Waste;
import dev.godump.analysis.waste.Waste.Finding;
import dev.godump.analysis.waste.Waste.Group;
import dev.godump.analysis.waste.WasteSearch;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.Reachability;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;

/** The table {@code waste}. */
public final class WasteTable {
  /** A group of wasted memory, or all of one kind. */
  record Row(Finding finding, Group group) {}

  /** The definition. */
  public static final HeapTable<Row> TABLE =
      HeapTable.<Row>named(
              "waste",
              "Memory of live objects that serves no purpose, by kind and location, as `godump"
                  + " waste --top 0` lists it. Kinds overlap: don't add them up.")
          .text("kind", "The kind of waste.", row -> row.finding().kind().label())
          .text(
              "bound",
              "How exact the bytes are: `exact`, `at least` or `at most`.",
              row -> row.finding().kind().bound().label())
          .text(
              "name",
              "The location of the pointers to it, such as `main.Session.buf`, or the type; `-` if"
                  + " unknown.",
              row -> row.group().name())
          .integer("bytes", "Bytes wasted.", row -> row.group().bytes())
          .integer("count", "Number of objects.", row -> row.group().count())
          .integer("largest", "Most bytes that one of them wastes.", row -> row.group().largest())
          .address("address", "Address of that object.", row -> row.group().address())
          .text("detail", "What that object is, in words.", row -> row.group().detail())
          .rows((heap, columns) -> rows(heap));

  private WasteTable() {}

  private static TableRows<Row> rows(TableHeap table) throws IOException {
    Heap heap = table.heap();
    Reachability reachability = heap.reachability();
    Waste waste =
        WasteSearch.of(
            heap.graph(),
            heap.inferred(),
            id -> !reachability.isKnown() || reachability.isLive(id),
            EnumSet.allOf(Waste.Kind.class),
            0);
    List<Row> rows =
        waste.findings().stream()
            .flatMap(finding -> finding.groups().stream().map(group -> new Row(finding, group)))
            .toList();
    return TableRows.of(rows);
  }
}
