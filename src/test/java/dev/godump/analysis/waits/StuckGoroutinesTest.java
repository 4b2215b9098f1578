package dev.godump.analysis.waits;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godump.analysis.Cut;
import dev.godump.analysis.RemainingPaths;
import dev.godump.dump.RealDump;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ProcessState;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.stack.GoroutineVariables;
import dev.godump.types.layout.StructureRecognizer;
import dev.godump.vector.IdSet;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StuckGoroutinesTest {
  static List<RealDump> dumps() throws IOException {
    List<RealDump> dumps = new ArrayList<>(RealDump.below("leaks", 2));
    dumps.addAll(RealDump.below("waits", 2));
    RealDump.ofPrograms().stream()
        .filter(dump -> dump.toString().matches(".*/(?:goroutines|leak_\\w+|healthy)"))
        .forEach(dumps::add);
    return dumps;
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void one_pass_finds_what_marking_anew_after_each_goroutine_finds(RealDump dump)
      throws IOException {
    try (HeapGraph graph = dump.graph()) {
      DominatorTree tree = DominatorTree.of(graph);
      RootOwners owners = tree.owners();
      AwaitedObjects awaited =
          new AwaitedObjects(graph, owners.goroutineObjects(), new StructureRecognizer(graph));
      StuckGoroutines stuck =
          StuckGoroutines.of(graph, owners, awaited, Optional.empty(), IntList.of());
      Set<Integer> found = new TreeSet<>();
      for (int goroutine = 0; goroutine < stuck.size(); goroutine++) {
        if (stuck.contains(goroutine)) {
          found.add(goroutine);
        }
      }
      assertThat(found).isEqualTo(slowly(graph, owners, awaited)).hasSize(stuck.count());
    }
  }

  private static Set<Integer> slowly(HeapGraph graph, RootOwners owners, AwaitedObjects awaited)
      throws IOException {
    ProcessState process = graph.process();
    Map<Integer, IntArrayList> awaitedByStuck = new TreeMap<>();
    for (int goroutine = 0; goroutine < process.goroutines().size(); goroutine++) {
      Goroutine at = process.goroutines().get(goroutine);
      WaitKind kind = WaitKind.of(process, at).orElse(null);
      if (kind != null && !at.record().system()) {
        IntArrayList objects = kind.isForever() ? new IntArrayList() : awaited.of(goroutine, kind);
        if (kind.isForever() || !objects.isEmpty()) {
          awaitedByStuck.put(goroutine, objects);
        }
      }
    }
    boolean changed = true;
    while (changed) {
      IntPredicate reached = reached(graph, owners, awaitedByStuck.keySet());
      changed = awaitedByStuck.values().removeIf(objects -> objects.intStream().anyMatch(reached));
    }
    return awaitedByStuck.keySet();
  }

  /** What is reached without some goroutines: from roots, then from variables of the others. */
  private static IntPredicate reached(HeapGraph graph, RootOwners owners, Set<Integer> without)
      throws IOException {
    IntArrayList cutOwners = new IntArrayList();
    without.forEach(goroutine -> cutOwners.add(owners.ownerOfGoroutine(goroutine)));
    Cut cut = Cut.ofObjectsAndOwners(owners, new IntArrayList(), cutOwners);
    RemainingPaths remaining = new RemainingPaths(graph, List.of(cut));
    GoroutineVariables variables =
        GoroutineVariables.in(graph, Optional.empty(), remaining::isReached);
    IntArrayList starts = new IntArrayList();
    for (int goroutine = 0; goroutine < graph.process().goroutines().size(); goroutine++) {
      if (!without.contains(goroutine)) {
        starts.addAll(variables.of(graph.process().goroutines().get(goroutine)).targets());
      }
    }
    IdSet more = remaining.reachedFrom(graph, starts);
    return object -> remaining.isReached(object) || more.contains(object);
  }
}
