package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What fills a heap, in the figures one looks at first.
 *
 * @param reachability which objects are live
 * @param shapes objects by size and pointer words
 * @param sizeClasses objects by size
 * @param largest the objects of largest size
 * @param roots how many roots of each kind there are
 * @param goroutines how many goroutines are in each state
 * @param systemGoroutines how many of them the runtime started for itself
 */
public record Summary(
    Reachability reachability,
    Histogram shapes,
    Histogram sizeClasses,
    List<Integer> largest,
    Map<RootKind, Integer> roots,
    Map<String, Long> goroutines,
    long systemGoroutines) {
  private static final int LARGEST = 10;

  public static Summary of(HeapGraph graph) {
    Reachability reachability = Reachability.of(graph);
    return new Summary(
        reachability,
        Histogram.byShape(graph, reachability),
        Histogram.bySizeClass(graph, reachability),
        LargestObjects.of(graph, LARGEST),
        rootsByKind(graph),
        GoroutineGroups.byState(graph.process()),
        graph.process().goroutines().stream().filter(g -> g.record().system()).count());
  }

  private static Map<RootKind, Integer> rootsByKind(HeapGraph graph) {
    Map<RootKind, Integer> kinds = new EnumMap<>(RootKind.class);
    for (int root = 0; root < graph.roots().count(); root++) {
      kinds.merge(graph.roots().kind(root), 1, Integer::sum);
    }
    return kinds;
  }
}
