package dev.godump.analysis.leaks;

import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.analysis.signature.Signature;
import dev.godump.graph.Frames;
import dev.godump.graph.HeapGraph;
import dev.godump.heap.Heap;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.RootOwners;
import dev.godump.heap.roots.SourceLocations;
import dev.godump.types.program.Program;
import dev.godump.types.program.ShortName;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What only stack variables keep alive that a dump doesn't list, as suspects: one for each function
 * whose frames have the variables that retain most in their goroutine.
 */
public final class StackVariableLeaks {
  private final HeapGraph graph;
  private final SourceLocations locations;
  private final DominatorTree tree;
  private final RootOwners owners;

  /** The frame that retains most by goroutine. */
  private final Int2IntOpenHashMap frames = new Int2IntOpenHashMap();

  /** What that frame retains by goroutine. */
  private final Int2LongOpenHashMap mostByGoroutine = new Int2LongOpenHashMap();

  private StackVariableLeaks(Heap kept, Optional<Program> program) {
    graph = kept.graph();
    locations = new SourceLocations(program, graph.process().frames());
    tree = kept.tree();
    owners = tree.owners();
  }

  /** Goroutines whose largest frames are of one function. */
  private static final class Holders {
    private final IntArrayList goroutines = new IntArrayList();
    private long retained;
  }

  /**
   * The suspects, largest first.
   *
   * @param threshold bytes that each retains at least
   */
  public static List<LeakSuspect> find(Heap heap, long threshold) throws IOException {
    if (heap.program().isEmpty() || heap.unrecorded().stackObjects().bytes() < threshold) {
      return List.of();
    }
    Optional<Heap> kept = heap.unrecorded().keptByStackVariables();
    return kept.isEmpty()
        ? List.of()
        : new StackVariableLeaks(kept.get(), heap.program()).suspects(threshold);
  }

  private List<LeakSuspect> suspects(long threshold) {
    Int2LongOpenHashMap retainedByGoroutine = new Int2LongOpenHashMap();
    for (int owner = 0; owner < owners.count(); owner++) {
      long retained = tree.retained(tree.nodeOfOwner(owner));
      RootOwners.Owner at = owners.get(owner);
      if (at.kind() == RootOwners.Kind.GOROUTINE) {
        retainedByGoroutine.put(at.index(), retained);
      } else if (at.kind() == RootOwners.Kind.FRAME) {
        int goroutine = graph.process().frames().goroutine(at.index());
        if (retained > mostByGoroutine.getOrDefault(goroutine, -1)) {
          mostByGoroutine.put(goroutine, retained);
          frames.put(goroutine, at.index());
        }
      }
    }
    Map<String, Holders> byFunction = new TreeMap<>();
    retainedByGoroutine.forEach(
        (goroutine, retained) -> {
          int frame = frames.getOrDefault(goroutine, Frames.NONE);
          if (frame != Frames.NONE) {
            String function =
                GoroutineFunctions.function(
                    graph.process(), graph.process().goroutines().get(goroutine), frame, locations);
            Holders holders = byFunction.computeIfAbsent(function, f -> new Holders());
            holders.goroutines.add(goroutine);
            holders.retained += retained;
          }
        });
    List<LeakSuspect> suspects = new ArrayList<>();
    byFunction.forEach(
        (function, holders) -> {
          if (holders.retained >= threshold) {
            holders.goroutines.sort(null);
            suspects.add(suspect(function, holders));
          }
        });
    suspects.sort(Comparator.comparingLong(LeakSuspect::retained).reversed());
    return suspects;
  }

  private LeakSuspect suspect(String function, Holders holders) {
    int count = holders.goroutines.size();
    long id = graph.process().goroutines().get(holders.goroutines.getInt(0)).id();
    String where =
        count == 1
            ? "goroutine " + Long.toUnsignedString(id)
            : SubjectNames.count(count) + " goroutines";
    return LeakSuspect.notLive(
            Kind.STACK_VARIABLES,
            holders.retained,
            0,
            "stack variables of " + ShortName.of(function) + ", " + where,
            new Signature(true, "stack variables of " + function),
            largest(holders.goroutines),
            Optional.empty(),
            List.of(new LeakCause.UnlistedVariables()))
        .of(holders.goroutines);
  }

  /** The object that retains most among those that frames of goroutines point at. */
  private OptionalInt largest(IntArrayList goroutines) {
    int best = -1;
    for (int root = 0; root < graph.roots().count(); root++) {
      int target = graph.roots().target(root);
      int goroutine = graph.process().frames().goroutine(graph.roots().recordIndex(root));
      if ((best < 0 || tree.retainedByObject(target) > tree.retainedByObject(best))
          && Collections.binarySearch(goroutines, goroutine) >= 0) {
        best = target;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }
}
