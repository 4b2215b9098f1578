package dev.godump.sql.table;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapPart;
import dev.godump.heap.HeapParts;
import dev.godump.heap.cleanups.CleanupGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.histogram.CrossDumpKeys;
import dev.godump.heap.histogram.ExclusiveOwners;
import dev.godump.sql.TableHeap;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of {@code objects} show, by id. Only what a scan reads is computed or read from
 * the index; what it doesn't read has arbitrary values. Safe for use by several threads.
 *
 * @param kinds of the objects, if their types are read
 * @param shapes by their index in the graph
 * @param parts of the heap that they are in
 * @param retained bytes; 0 for garbage
 * @param dominators the nearest dominating objects; {@link ObjectTable#NONE} if there is none
 * @param distances from the roots; 0 for garbage
 * @param rootHolders names of the owners that alone keep them alive
 * @param sites where they were allocated; null if unknown
 */
record ObjectProperties(
    HeapGraph graph,
    Optional<KindCodes> kinds,
    List<String> shapes,
    IntFunction<HeapPart> parts,
    IntToLongFunction retained,
    IntUnaryOperator dominators,
    IntUnaryOperator distances,
    IntFunction<String> rootHolders,
    IntFunction<@Nullable String> sites) {

  /** Finds what some columns show. */
  static ObjectProperties of(TableHeap table, Set<String> columns) throws IOException {
    return of(table, columns, false);
  }

  /** As {@link #of}, without preparations that only many objects are worth. */
  static ObjectProperties ofFew(TableHeap table, Set<String> columns) throws IOException {
    return of(table, columns, true);
  }

  private static ObjectProperties of(TableHeap table, Set<String> columns, boolean few)
      throws IOException {
    Heap heap = table.heap();
    HeapGraph graph = heap.graph();
    boolean live = ObjectsTable.LIVENESS.stream().anyMatch(columns::contains);
    HeapParts parts = live ? heap.unrecorded().parts() : null;
    boolean typed = ObjectsTable.TYPED.stream().anyMatch(columns::contains);
    CrossDumpKeys sites = CrossDumpKeys.bySite(graph);
    return new ObjectProperties(
        graph,
        typed ? Optional.of(KindCodes.of(table)) : Optional.empty(),
        columns.contains(ObjectsTable.SHAPE)
            ? graph.shapes().stream().map(Object::toString).toList()
            : List.of(),
        parts == null ? object -> HeapPart.UNKNOWN : parts::of,
        columns.contains(ObjectsTable.RETAINED) ? heap.retainedByObject() : object -> 0,
        columns.contains(ObjectsTable.DOMINATOR) ? dominators(heap.tree()) : object -> 0,
        columns.contains(ObjectsTable.DISTANCE) ? heap.distances() : object -> 0,
        columns.contains(ObjectsTable.ROOT_HOLDER) ? rootHolders(heap, few) : object -> "",
        object -> {
          int key = sites.keyOf(object);
          return key == CrossDumpKeys.NONE ? null : sites.name(key);
        });
  }

  private static IntUnaryOperator dominators(DominatorTree tree) {
    return object -> tree.isLive(object) ? tree.dominatingObject(object) : ObjectTable.NONE;
  }

  private static IntFunction<String> rootHolders(Heap heap, boolean few) throws IOException {
    ExclusiveOwners owners =
        few
            ? ExclusiveOwners.ofFew(heap.graph(), heap.types(), heap.tree())
            : new ExclusiveOwners(heap.graph(), heap.types(), heap.tree());
    HeapParts parts = heap.unrecorded().parts();
    return object ->
        parts.of(object) == HeapPart.CLEANUPS
            ? CleanupGraph.HOLDER
            : owners.nameOf(owners.ownerOf(object));
  }
}
