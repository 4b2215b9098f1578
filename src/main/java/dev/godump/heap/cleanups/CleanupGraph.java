package dev.godump.heap.cleanups;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.parts.PartGraph;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
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

  /** Makes the view, see {@link PartGraph}. */
  public static HeapGraph of(HeapGraph graph, Reachability reachability, Cleanups cleanups) {
    List<DumpRecord.OtherRoot> holder = List.of(new DumpRecord.OtherRoot(HOLDER, 0));
    return PartGraph.of(
        graph, reachability, roots(graph, cleanups), process(graph.process(), holder));
  }

  /** The roots of the view, which belong to its only record of other roots. */
  public static Roots roots(HeapGraph graph, Cleanups cleanups) {
    IntArrayList objects = cleanups.objects();
    return new Roots(
        new Roots.Columns(
            objects.size(),
            root -> RootKind.OTHER.code(),
            root -> 0,
            root -> Roots.NO_OFFSET,
            root -> graph.objects().address(objects.getInt(root)),
            objects::getInt),
        0);
  }

  /**
   * Makes a view of a whole graph in which inferred cleanups are roots, too, after those of the
   * dump.
   */
  public static HeapGraph withRoots(HeapGraph graph, Cleanups cleanups) {
    Roots recorded = graph.roots();
    Roots more = roots(graph, cleanups);
    int first = recorded.count();
    int record = graph.process().otherRoots().size();
    List<DumpRecord.OtherRoot> records = new ArrayList<>(graph.process().otherRoots());
    records.add(new DumpRecord.OtherRoot(HOLDER, 0));
    Roots all =
        new Roots(
            new Roots.Columns(
                first + more.count(),
                root -> (root < first ? recorded.kind(root) : RootKind.OTHER).code(),
                root -> root < first ? recorded.recordIndex(root) : record,
                root -> root < first ? recorded.offset(root) : Roots.NO_OFFSET,
                root -> root < first ? recorded.value(root) : more.value(root - first),
                root -> root < first ? recorded.target(root) : more.target(root - first)),
            recorded.outsideObjects());
    return new HeapGraph(
        graph.source(),
        process(graph.process(), records),
        graph.loadResult(),
        graph.objects(),
        all,
        new HeapGraph.Columns(
            graph.edgeCount(),
            graph::edges,
            (object, visitor) -> graph.referrers().forEach(object, visitor),
            graph.shapes(),
            graph::shapeIndex),
        graph.memory());
  }

  private static ProcessState process(ProcessState process, List<DumpRecord.OtherRoot> roots) {
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
        roots,
        process.memStats(),
        process.profile());
  }
}
