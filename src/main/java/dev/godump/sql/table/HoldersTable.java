package dev.godump.sql.table;

import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.roots.RootOwners;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableColumn;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.types.program.RootNames;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The table {@code holders}. */
public final class HoldersTable {
  /** An owner of roots. */
  record Holder(DominatorTree tree, Optional<RootNames> names, Heap heap, int owner) {
    RootOwners owners() {
      return tree.owners();
    }

    long retained() {
      return tree.retained(tree.nodeOfOwner(owner));
    }

    long parent() {
      int parent = owners().parent(owner);
      return parent == RootOwners.NONE ? TableColumn.NULL : parent;
    }

    /** Returns the id of the goroutine that it is. */
    @Nullable Long goroutine() {
      if (owners().kind(owner) != RootOwners.Kind.GOROUTINE) {
        return null;
      }
      Goroutine goroutine = heap.graph().process().goroutines().get(owners().get(owner).index());
      return goroutine.id();
    }
  }

  /** The definition. */
  public static final HeapTable<Holder> TABLE =
      HeapTable.<Holder>named(
              "holders",
              "The owners of roots: variables, goroutines and their frames, finalizers. Those"
                  + " without a `parent` are the rows of `godump roots`; goroutines with one stack"
                  + " are one such row, and the parent of each.")
          .integer("id", "Number of the owner.", Holder::owner)
          .text("kind", "What it is.", row -> row.owners().kind(row.owner()).label())
          .text("name", "Its name.", row -> row.owners().text(row.owner(), row.names()))
          .integer(
              "parent", "`id` of the owner that it is a part of; null if of none.", Holder::parent)
          .optionalInteger(
              "goroutine", "`goroutines.id` if it is a goroutine, else null.", Holder::goroutine)
          .integer("roots", "Number of its roots.", row -> row.owners().rootsUnder(row.owner()))
          .integer("retained", "Bytes that only it keeps alive.", Holder::retained)
          .rows((heap, columns) -> rows(heap));

  private HoldersTable() {}

  private static TableRows<Holder> rows(TableHeap table) {
    Heap heap = table.heap();
    HeapGraph graph = heap.graph();
    if (!Reachability.isKnown(graph)) {
      return TableRows.of(List.of());
    }
    DominatorTree tree = heap.tree();
    Optional<RootNames> names = heap.program().map(program -> RootNames.of(graph, program));
    return TableRows.of(
        () ->
            IntStream.range(0, tree.owners().count())
                .mapToObj(owner -> new Holder(tree, names, heap, owner))
                .iterator(),
        tree.owners().count());
  }
}
