package dev.godump.sql.table;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.Roots;
import dev.godump.heap.roots.RootLabel;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.types.program.RootNames;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The table {@code roots}. */
public final class RootsTable {
  /** A root pointer. */
  record Root(HeapGraph graph, Optional<RootNames> names, int root) {
    RootLabel label() {
      return RootLabel.of(graph, names, root);
    }

    long target() {
      return graph.objects().address(graph.roots().target(root));
    }
  }

  /** The definition. */
  public static final HeapTable<Root> TABLE =
      HeapTable.<Root>named(
              "roots",
              "Every pointer into an object from outside the heap, as `godump roots --all` lists"
                  + " them.")
          .text(
              "kind",
              "`data`, `bss`, `frame`, `context`, `finalizer`, `defer` and the like.",
              row -> row.graph().roots().kind(row.root()).label())
          .integer(
              "target_id",
              "`objects.id` of the object that it leads to.",
              row -> row.graph().roots().target(row.root()))
          .address("target", "Address of that object.", Root::target)
          .integer(
              "target_offset",
              "Bytes from the start of the target to where it leads.",
              row -> row.graph().roots().value(row.root()) - row.target())
          .address(
              "address",
              "Address of the word that has the pointer; null if it is in no segment or frame.",
              row -> row.label().address() == 0 ? TableColumn.NULL : row.label().address())
          .text("place", "Where it is, in words.", row -> row.label().text())
          .text(
              "variable",
              "The variable, with the field; null without the executable.",
              row -> emptyToNull(row.label().variable()))
          .integer(
              "goroutine",
              "`goroutines.id` of the goroutine that it belongs to; null if to none.",
              row ->
                  row.label().goroutine() == Goroutine.NONE
                      ? TableColumn.NULL
                      : row.label().goroutine())
          .text(
              "function",
              "The function of the frame that has it; null for others.",
              row -> emptyToNull(row.label().function()))
          .size(heap -> heap.heap().graph().roots().count())
          .rows((heap, columns) -> rows(heap));

  private RootsTable() {}

  static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static TableRows<Root> rows(TableHeap table) {
    HeapGraph graph = table.heap().graph();
    Optional<RootNames> names = table.heap().program().map(program -> RootNames.of(graph, program));
    Roots roots = graph.roots();
    return TableRows.of(
        () ->
            IntStream.range(0, roots.count())
                .mapToObj(root -> new Root(graph, names, root))
                .iterator(),
        roots.count());
  }
}
