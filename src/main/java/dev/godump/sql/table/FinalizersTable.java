package dev.godump.sql.table;

import dev.godump.analysis.FinalizerRetention;
import dev.godump.format.DumpRecord;
import dev.godump.format.RecordKind;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.AddressSpace;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The table {@code finalizers}. */
public final class FinalizersTable {
  /** What finalizers of a heap share. */
  record Shared(
      HeapGraph graph,
      Reachability reachability,
      @Nullable FinalizerRetention retention,
      AddressSpace space) {}

  /** A finalizer. */
  record Row(Shared shared, DumpRecord.Finalizer finalizer) {
    int object() {
      return shared.graph.objects().find(finalizer.object());
    }

    @Nullable Boolean live() {
      return (object() == ObjectTable.NONE || !shared.reachability.isKnown())
          ? null
          : (Boolean) shared.reachability.isLive(object());
    }

    @Nullable Long retained() {
      return shared.retention == null ? null : shared.retention.of(finalizer);
    }
  }

  /** The definition. */
  public static final HeapTable<Row> TABLE =
      HeapTable.<Row>named("finalizers", "Every finalizer, registered or queued.")
          .text(
              "state",
              "`registered`, or `queued` to run.",
              row -> row.finalizer().kind() == RecordKind.FINALIZER ? "registered" : "queued")
          .address("object", "Address of its object.", row -> row.finalizer().object())
          .integer(
              "object_id",
              "`objects.id` of that object; null if the dump doesn't have it.",
              row -> row.object() == ObjectTable.NONE ? TableColumn.NULL : row.object())
          .optionalFlag("live", "Whether the object is live; null if unknown.", Row::live)
          .optionalInteger(
              "retained",
              "Bytes that the finalizer alone keeps alive; null if unknown.",
              Row::retained)
          .text(
              "function",
              "The function; null if unknown.",
              row -> row.shared().space().findFunction(row.finalizer().entry()).orElse(null))
          .address("entry", "Entry pc of the function.", row -> row.finalizer().entry())
          .rows((heap, columns) -> rows(heap));

  private FinalizersTable() {}

  private static TableRows<Row> rows(TableHeap table) throws IOException {
    HeapGraph graph = table.heap().graph();
    boolean known = Reachability.isKnown(graph);
    Shared shared =
        new Shared(
            graph,
            table.heap().unrecorded().withStackVariables(),
            known ? new FinalizerRetention(graph, table.heap().tree()) : null,
            new AddressSpace(graph, table.heap().program()));
    return TableRows.of(
        graph.process().finalizers().stream()
            .map(finalizer -> new Row(shared, finalizer))
            .toList());
  }
}
