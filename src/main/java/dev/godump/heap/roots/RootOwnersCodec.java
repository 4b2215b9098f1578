package dev.godump.heap.roots;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootOwners.Columns;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.IntColumn;
import dev.godump.index.LongColumn;
import dev.godump.index.PackedRows;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.function.IntFunction;

/** Writes root owners to an index and reads them. Values that can be -1 are stored plus 1. */
public final class RootOwnersCodec {
  private static final String KINDS = "holder kind";
  private static final String PLACES = "holder place";
  private static final String OFFSETS = "holder offset";
  private static final String PARENTS = "holder parent";
  private static final String ROOTS = "holder roots";
  private static final String BELOW = "holders below";
  private static final String OF_ROOTS = "root holder";
  private static final String OF_GOROUTINES = "goroutine holder";
  private static final String OF_GOROUTINES_LIKE = "goroutine group holder";
  private static final String GS = "goroutine g";
  private static final String WAIT_RECORDS = "goroutine wait records";
  private static final String ABOVE_GS = "above g";

  private RootOwnersCodec() {}

  public static void write(HeapGraph graph, RootOwners owners, IndexWriter out) throws IOException {
    Columns columns = owners.columns();
    int count = columns.count();
    int goroutines = graph.process().goroutines().size();
    out.column(KINDS, count, columns.kindByOwner()::applyAsInt);
    out.deltaColumn(PLACES, count, columns.indexByOwner()::applyAsInt);
    out.deltaColumn(OFFSETS, count, columns.offsetByOwner());
    out.deltaColumn(PARENTS, count, owner -> columns.parentByOwner().applyAsInt(owner) + 1L);
    rows(ROOTS, count, columns.rootsByOwner(), out);
    rows(BELOW, count, columns.childrenByOwner(), out);
    out.deltaColumn(OF_ROOTS, graph.roots().count(), columns.ownerByRoot()::applyAsInt);
    out.deltaColumn(
        OF_GOROUTINES,
        goroutines,
        goroutine -> columns.ownerByGoroutine().applyAsInt(goroutine) + 1L);
    out.deltaColumn(
        OF_GOROUTINES_LIKE,
        goroutines,
        goroutine -> columns.groupOwnerByGoroutine().applyAsInt(goroutine) + 1L);
    GoroutineObjects objects = owners.goroutineObjects();
    out.deltaColumn(GS, goroutines, goroutine -> objects.g(goroutine) + 1L);
    rows(WAIT_RECORDS, goroutines, objects::waitRecords, out);
    rows(ABOVE_GS, 1, row -> objects.above(), out);
  }

  private static void rows(String name, int count, IntFunction<IntArrayList> rows, IndexWriter out)
      throws IOException {
    out.rows(name, count, (owner, row) -> rows.apply(owner).forEach(row::add));
  }

  public static RootOwners open(HeapGraph graph, IndexFile index) {
    int roots = graph.roots().count();
    IntColumn kindByOwner = index.column(KINDS, RootOwners.KIND_CODES);
    int count = kindByOwner.size();
    IntColumn indexByOwner = index.deltaColumn(PLACES, Integer.MAX_VALUE);
    LongColumn offsetByOwner = index.longDeltaColumn(OFFSETS);
    IntColumn parentByOwner = index.deltaColumn(PARENTS, count + 1);
    PackedRows rootsByOwner = index.rowsBelow(ROOTS, roots);
    PackedRows childrenByOwner = index.rowsBelow(BELOW, count);
    IntColumn ownerByRoot = index.deltaColumn(OF_ROOTS, count);
    IntColumn ownerByGoroutine = index.deltaColumn(OF_GOROUTINES, count + 1);
    IntColumn groupOwnerByGoroutine = index.deltaColumn(OF_GOROUTINES_LIKE, count + 1);
    boolean fit =
        indexByOwner.size() == count
            && offsetByOwner.size() == count
            && parentByOwner.size() == count
            && ownerByRoot.size() == roots;
    if (!fit || rootsByOwner.count() != count || childrenByOwner.count() != count) {
      throw new DamagedIndexException("it doesn't have the roots of the dump");
    }
    int goroutines = graph.process().goroutines().size();
    int objects = graph.objects().count();
    IntColumn gByGoroutine = index.deltaColumn(GS, objects + 1);
    PackedRows waitRecordsByGoroutine = index.rowsBelow(WAIT_RECORDS, objects);
    PackedRows above = index.rowsBelow(ABOVE_GS, objects);
    if (gByGoroutine.size() != goroutines
        || waitRecordsByGoroutine.count() != goroutines
        || above.count() != 1) {
      throw new DamagedIndexException("it doesn't have the goroutines of the dump");
    }
    return new RootOwners(
        graph,
        new Columns(
            count,
            kindByOwner,
            indexByOwner,
            offsetByOwner,
            owner -> parentByOwner.get(owner) - 1,
            owner -> IntArrayList.wrap(rootsByOwner.row(owner)),
            owner -> IntArrayList.wrap(childrenByOwner.row(owner)),
            ownerByRoot,
            goroutine -> ownerByGoroutine.get(goroutine) - 1,
            goroutine -> groupOwnerByGoroutine.get(goroutine) - 1),
        () ->
            new GoroutineObjects(
                goroutines,
                objects,
                goroutine -> gByGoroutine.get(goroutine) - 1,
                goroutine -> IntArrayList.wrap(waitRecordsByGoroutine.row(goroutine)),
                IntArrayList.wrap(above.row(0))));
  }
}
