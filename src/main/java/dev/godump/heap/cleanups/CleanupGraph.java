package dev.godump.heap.cleanups;

import dev.godump.format.DumpRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.parts.PartGraph;
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

  /** Makes the view, see {@link PartGraph}. */
  public static HeapGraph of(HeapGraph graph, Reachability reachability, Cleanups cleanups) {
    return PartGraph.of(graph, reachability, roots(graph, cleanups), process(graph.process()));
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
