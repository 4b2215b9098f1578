package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.graph.RootKind;
import dev.godump.heap.Heap;
import dev.godump.heap.HeapParts;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.dominators.Reachability;
import dev.godump.heap.dominators.TopRetainers;
import dev.godump.heap.histogram.Histogram;
import dev.godump.heap.histogram.TypeShares;
import dev.godump.heap.roots.GoroutineGroups;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The main figures of a heap.
 *
 * @param reachability which objects are live
 * @param parts what keeps each object alive
 * @param tree the dominator tree of what is live
 * @param stackVariables what only stack variables keep alive that the dump doesn't list; empty
 *     without the executable
 * @param maybeStackVariables what they may keep alive, without the executable
 * @param cleanups what they alone keep alive
 * @param types objects by type, if there is an executable
 * @param keptTypes what only cleanups keep alive of each of these rows
 * @param typeShares how much of the heap has a type, if there is an executable
 * @param shapes objects by size and pointer words
 * @param keptShapes what only cleanups keep alive of each of these rows
 * @param sizeClasses objects by size
 * @param keptSizeClasses what only cleanups keep alive of each of these rows
 * @param largestObjects ids of the objects with the largest slots
 * @param topRetainers ids of the objects that retain most
 * @param holders nodes of the tree right below its root that retain at least {@link #LARGE_HOLDER}
 *     of the live bytes, largest first
 * @param rootsByKind number of roots of each kind
 * @param goroutinesByState number of goroutines in each state
 * @param systemGoroutines number of goroutines that the runtime started for its own work
 */
public record Summary(
    Reachability reachability,
    HeapParts parts,
    DominatorTree tree,
    Optional<ObjectTotal> stackVariables,
    ObjectTotal maybeStackVariables,
    CleanupGroups cleanups,
    Optional<Histogram> types,
    KeptRows keptTypes,
    Optional<TypeShares> typeShares,
    Histogram shapes,
    KeptRows keptShapes,
    Histogram sizeClasses,
    KeptRows keptSizeClasses,
    List<Integer> largestObjects,
    List<Integer> topRetainers,
    List<Integer> holders,
    Map<RootKind, Integer> rootsByKind,
    Map<String, Long> goroutinesByState,
    long systemGoroutines) {
  /** The share of the live bytes that makes a holder large. */
  public static final double LARGE_HOLDER = 0.1;

  private static final int LISTED = 10;

  public static Summary of(Heap heap) throws IOException {
    HeapGraph graph = heap.graph();
    DominatorTree tree = heap.tree();
    ObjectTotal onStacks =
        new ObjectTotal(
            heap.unrecorded().stackObjects().count(), heap.unrecorded().stackObjects().bytes());
    Optional<Histogram> types =
        heap.program().isPresent() ? Optional.of(heap.counts(Histogram.By.TYPE)) : Optional.empty();
    return new Summary(
        heap.reachability(),
        heap.unrecorded().parts(),
        tree,
        heap.program().map(writer -> onStacks),
        heap.program().isPresent() ? ObjectTotal.NONE : onStacks,
        CleanupGroups.of(heap),
        types,
        types.isPresent() ? KeptRows.of(heap, Histogram.By.TYPE) : KeptRows.NONE,
        types.isPresent()
            ? Optional.of(TypeShares.of(types.get(), heap.reachability().isKnown(), heap.types()))
            : Optional.empty(),
        heap.counts(Histogram.By.SHAPE),
        KeptRows.of(heap, Histogram.By.SHAPE),
        heap.counts(Histogram.By.SIZE),
        KeptRows.of(heap, Histogram.By.SIZE),
        IntStream.of(LargestFirst.bySize(graph, Optional.empty(), LISTED).ids()).boxed().toList(),
        TopRetainers.objects(tree, LISTED),
        TopRetainers.holders(tree, LARGE_HOLDER),
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
