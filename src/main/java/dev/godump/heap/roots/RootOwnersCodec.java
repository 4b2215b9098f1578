package dev.godump.heap.roots;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.roots.RootOwners.Columns;
import dev.godump.heap.roots.RootOwners.Kind;
import dev.godump.index.DamagedIndexException;
import dev.godump.index.IndexFile;
import dev.godump.index.IndexWriter;
import dev.godump.index.IntColumn;
import dev.godump.index.LongColumn;
import dev.godump.index.PackedRows;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.function.IntFunction;

/** What holds roots in an index. Numbers that may be -1 are written as 1 more. */
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

  private RootOwnersCodec() {}

  public static void write(HeapGraph graph, RootOwners holders, IndexWriter out)
      throws IOException {
    Columns columns = holders.columns();
    int count = columns.count();
    int goroutines = graph.process().goroutines().size();
    out.column(KINDS, count, columns.kinds()::applyAsInt);
    out.deltaColumn(PLACES, count, columns.places()::applyAsInt);
    out.deltaColumn(OFFSETS, count, columns.offsets());
    out.deltaColumn(PARENTS, count, number -> columns.parents().applyAsInt(number) + 1L);
    rows(ROOTS, count, columns.roots(), out);
    rows(BELOW, count, columns.below(), out);
    out.deltaColumn(OF_ROOTS, graph.roots().count(), columns.ofRoots()::applyAsInt);
    out.deltaColumn(
        OF_GOROUTINES, goroutines, place -> columns.ofGoroutines().applyAsInt(place) + 1L);
    out.deltaColumn(
        OF_GOROUTINES_LIKE, goroutines, place -> columns.ofGoroutinesLike().applyAsInt(place) + 1L);
  }

  private static void rows(String name, int count, IntFunction<IntArrayList> rows, IndexWriter out)
      throws IOException {
    out.rows(name, count, (number, row) -> rows.apply(number).forEach(row::add), true);
  }

  public static RootOwners open(HeapGraph graph, IndexFile index) {
    int roots = graph.roots().count();
    IntColumn kinds = index.column(KINDS, Kind.values().length);
    int count = kinds.size();
    IntColumn places = index.deltaColumn(PLACES, Integer.MAX_VALUE);
    LongColumn offsets = index.longDeltaColumn(OFFSETS);
    IntColumn parents = index.deltaColumn(PARENTS, count + 1);
    PackedRows rootsOf = index.rowsBelow(ROOTS, roots);
    PackedRows below = index.rowsBelow(BELOW, count);
    IntColumn ofRoots = index.deltaColumn(OF_ROOTS, count);
    IntColumn ofGoroutines = index.deltaColumn(OF_GOROUTINES, count + 1);
    IntColumn ofGoroutinesLike = index.deltaColumn(OF_GOROUTINES_LIKE, count + 1);
    boolean fit =
        places.size() == count
            && offsets.size() == count
            && parents.size() == count
            && ofRoots.size() == roots;
    if (!fit || rootsOf.count() != count || below.count() != count) {
      throw new DamagedIndexException("it doesn't have the roots of the dump");
    }
    return new RootOwners(
        graph,
        new Columns(
            count,
            kinds,
            places,
            offsets,
            number -> parents.get(number) - 1,
            number -> IntArrayList.wrap(rootsOf.row(number)),
            number -> IntArrayList.wrap(below.row(number)),
            ofRoots,
            place -> ofGoroutines.get(place) - 1,
            place -> ofGoroutinesLike.get(place) - 1));
  }
}
