package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.dominators.TopRetainers;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.LargestObjects;
import dev.godump.heap.histogram.TypeShares;
import dev.godump.heap.roots.GoroutineGroups;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What fills a heap, in the figures one looks at first.
 *
 * @param reachability which objects are live
 * @param tree what each of them retains
 * @param types objects by type, if the executable that has the types is there
 * @param shares how much of the heap has a type, if types are told
 * @param shapes objects by size and pointer words
 * @param sizeClasses objects by size
 * @param largest the objects of largest size
 * @param retainers the objects that retain most
 * @param roots how many roots of each kind there are
 * @param goroutines how many goroutines are in each state
 * @param systemGoroutines how many of them the runtime started for itself
 */
public record Summary(
    Reachability reachability,
    DominatorTree tree,
    Optional<Histogram> types,
    Optional<TypeShares> typeShares,
    Histogram shapes,
    Histogram sizeClasses,
    List<Integer> largestObjects,
    List<Integer> topRetainers,
    Map<RootKind, Integer> roots,
    Map<String, Long> goroutines,
    long systemGoroutines) {
  private static final int LISTED = 10;

  public static Summary of(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    DominatorTree tree = heap.tree();
    Optional<Histogram> types =
        heap.program().isPresent() ? Optional.of(heap.counts(Histogram.By.TYPE)) : Optional.empty();
    return new Summary(
        heap.reachability(),
        tree,
        types,
        types.isPresent()
            ? Optional.of(TypeShares.of(types.get(), heap.reachability().isKnown(), heap.types()))
            : Optional.empty(),
        heap.counts(Histogram.By.SHAPE),
        heap.counts(Histogram.By.SIZE),
        LargestObjects.of(graph, LISTED),
        TopRetainers.objects(tree, LISTED),
        countRootsByKind(graph),
        GoroutineGroups.byState(graph.process()),
        graph.process().goroutines().stream().filter(g -> g.record().system()).count());
  }

  private static Map<RootKind, Integer> countRootsByKind(HeapGraph graph) {
    Map<RootKind, Integer> kinds = new EnumMap<>(RootKind.class);
    for (int root = 0; root < graph.roots().count(); root++) {
      kinds.merge(graph.roots().kind(root), 1, Integer::sum);
    }
    return kinds;
  }
}
