package dev.godump.sql.table;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatedSet;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.sql.HeapTable;
import dev.godump.sql.TableHeap;
import dev.godump.sql.TableRows;
import dev.godump.types.HeapTypes;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntIterator;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Functions that find rows by an address, without a scan of the table. */
public final class LookUps {
  /**
   * A function.
   *
   * @param documentation what it returns, in Markdown
   */
  public record LookUp<R>(String name, String documentation, HeapTable<R> table, Finder<R> finder) {
    /** Returns a table with the rows that the function finds. */
    public HeapTable<R> at(long address) {
      return table.over((heap, columns) -> finder.find(heap, columns, address));
    }
  }

  /** Finds the rows about the object that has a byte at an address. */
  @FunctionalInterface
  interface Finder<R> {
    TableRows<R> find(TableHeap heap, Set<String> columns, long address) throws IOException;
  }

  /** All of them. */
  public static final List<LookUp<?>> ALL =
      List.of(
          new LookUp<>(
              "object_at",
              "The row of `objects` of the object that has a byte at the address.",
              ObjectsTable.TABLE,
              (heap, columns, address) -> objects(heap, columns, objectAt(heap, address))),
          new LookUp<>(
              "dominated_by",
              "The rows of `objects` of all objects that the object at the address dominates,"
                  + " itself included: their sizes add up to what it retains.",
              ObjectsTable.TABLE,
              LookUps::dominated),
          new LookUp<>(
              "refs_from",
              "The rows of `refs` with the pointers of the object at the address.",
              RefsTable.TABLE,
              (heap, columns, address) ->
                  refs(heap, columns, objectAt(heap, address), ObjectTable.NONE)),
          new LookUp<>(
              "refs_to",
              "The rows of `refs` with the pointers to the object at the address.",
              RefsTable.TABLE,
              LookUps::referrers));

  /** So many objects are looked up one by one. */
  private static final int FEW = 1000;

  private LookUps() {}

  private static IntList objectAt(TableHeap heap, long address) {
    int object = heap.heap().graph().objects().find(address);
    return object == ObjectTable.NONE ? IntList.of() : IntList.of(object);
  }

  private static TableRows<ObjectRow> objects(TableHeap heap, Set<String> columns, IntList objects)
      throws IOException {
    ObjectProperties properties =
        objects.size() > FEW
            ? ObjectProperties.of(heap, columns)
            : ObjectProperties.ofFew(heap, columns);
    return rows(objects, object -> new ObjectRow(properties, object, object + 1));
  }

  private static TableRows<ObjectRow> dominated(TableHeap table, Set<String> columns, long address)
      throws IOException {
    Heap heap = table.heap();
    IntArrayList found = new IntArrayList();
    DominatorTree tree = heap.tree();
    int object = heap.graph().objects().find(address);
    if (object != ObjectTable.NONE && tree.isLive(object)) {
      DominatedSet dominated = DominatedSet.of(tree, object);
      for (int id = 0; id < heap.graph().objects().count(); id++) {
        if (dominated.contains(id)) {
          found.add(id);
        }
      }
    }
    return objects(table, columns, found);
  }

  private static TableRows<RefRow> referrers(TableHeap heap, Set<String> columns, long address)
      throws IOException {
    HeapGraph graph = heap.heap().graph();
    int target = graph.objects().find(address);
    IntList sources = target == ObjectTable.NONE ? IntList.of() : graph.distinctReferrers(target);
    return refs(heap, columns, sources, target);
  }

  /**
   * @param target of the pointers; {@link ObjectTable#NONE} for all
   */
  private static TableRows<RefRow> refs(
      TableHeap heap, Set<String> columns, IntList sources, int target) throws IOException {
    HeapGraph graph = heap.heap().graph();
    Optional<HeapTypes> types =
        columns.contains(RefsTable.FIELD) ? Optional.of(heap.heap().types()) : Optional.empty();
    return rows(
        sources,
        source -> {
          RefRow row = new LocatedRefRow(graph, types, source, source + 1);
          return target == ObjectTable.NONE ? row : new RefsToTarget(row, target);
        });
  }

  /** Leaves out pointers to other objects. */
  private record RefsToTarget(RefRow row, int target) implements TableRows.Cursor<RefRow> {
    @Override
    public boolean next() throws IOException {
      boolean more = row.next();
      while (more && row.targetId() != target) {
        more = row.next();
      }
      return more;
    }

    @Override
    public RefRow row() {
      return row;
    }
  }

  /** Opens the rows about an object. */
  @FunctionalInterface
  private interface OneObject<R> {
    TableRows.Cursor<R> open(int object) throws IOException;
  }

  /** Returns the rows about objects, one after the other. */
  private static <R> TableRows<R> rows(IntList objects, OneObject<R> opener) {
    return new TableRows<>() {
      @Override
      public long count() {
        return UNKNOWN;
      }

      @Override
      public int parts() {
        return objects.isEmpty() ? 0 : 1;
      }

      @Override
      public Cursor<R> part(int part) throws IOException {
        IntIterator next = objects.iterator();
        return new Cursor<>() {
          private Cursor<R> current = opener.open(next.nextInt());

          @Override
          public boolean next() throws IOException {
            boolean more = current.next();
            while (!more && next.hasNext()) {
              current = opener.open(next.nextInt());
              more = current.next();
            }
            return more;
          }

          @Override
          public R row() {
            return current.row();
          }
        };
      }
    };
  }
}
