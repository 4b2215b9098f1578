package dev.godump.heap.cleanups;

import dev.godump.format.DumpRecord;
import dev.godump.graph.CsrBuilder;
import dev.godump.graph.Edges;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.heap.dominators.Reachability;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.List;

/**
 * A view of a graph in which inferred cleanups are the only roots, under one holder, and only the
 * objects that they alone keep alive have pointers. Trees and paths of this graph are those of what
 * cleanups keep.
 */
public final class CleanupGraph {
  /** The name of the holder. */
  public static final String HOLDER = "cleanups (inferred)";

  private CleanupGraph() {}

  /** Makes the view; takes 8 bytes per object of the graph, and 4 per pointer in the view. */
  public static HeapGraph of(HeapGraph graph, Reachability reachability, Cleanups cleanups) {
    IntArrayList objects = cleanups.objects();
    Roots roots =
        new Roots(
            new Roots.Columns(
                objects.size(),
                root -> RootKind.OTHER.code(),
                root -> 0,
                root -> Roots.NO_OFFSET,
                root -> graph.objects().address(objects.getInt(root)),
                objects::getInt),
            0);
    Edges edges = edges(graph, reachability, objects);
    return new HeapGraph(
        graph.source(),
        process(graph.process()),
        graph.loadResult(),
        graph.objects(),
        roots,
        new HeapGraph.Columns(
            edges.count(),
            () -> edges,
            (object, visitor) -> graph.referrers().forEach(object, visitor),
            graph.shapes(),
            graph::shapeIndex),
        graph.memory());
  }

  /** The pointers of what cleanups alone keep alive, to such objects. */
  private static Edges edges(HeapGraph graph, Reachability reachability, IntArrayList from) {
    Edges all = graph.edges();
    IdSet kept = new IdSet(graph.objects().count());
    IntArrayList order = new IntArrayList();
    for (int object : from) {
      if (kept.add(object)) {
        order.add(object);
      }
    }
    CsrBuilder rows = new CsrBuilder(graph.storage(), graph.objects().count());
    for (int next = 0; next < order.size(); next++) {
      int object = order.getInt(next);
      for (long e = all.first(object); e != Edges.NONE; e = all.next(e)) {
        int target = all.target(e);
        if (!reachability.isLive(target)) {
          rows.count(object);
          if (kept.add(target)) {
            order.add(target);
          }
        }
      }
    }
    rows.startFilling();
    IntArrayList row = new IntArrayList();
    for (int object : order) {
      row.clear();
      all.forEach(object, row::add);
      // a builder fills rows from their ends
      for (int i = row.size() - 1; i >= 0; i--) {
        if (!reachability.isLive(row.getInt(i))) {
          rows.put(object, row.getInt(i));
        }
      }
    }
    return rows.build();
  }

  private static ProcessState process(ProcessState process) {
    return new ProcessState(
        process.params(),
        process.version(),
        process.versionRange(),
        process.types(),
        process.itabs(),
        process.goroutines(),
        process.frames(),
        process.defers(),
        process.panics(),
        process.threads(),
        process.segments(),
        process.finalizers(),
        List.of(new DumpRecord.OtherRoot(HOLDER, 0)),
        process.memStats(),
        process.profile());
  }
}
