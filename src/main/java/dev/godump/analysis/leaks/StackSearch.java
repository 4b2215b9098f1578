package dev.godump.analysis.leaks;

import dev.godump.graph.Goroutine;
import dev.godump.heap.roots.GoroutineStacks;
import dev.godump.heap.roots.SourceLocations;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds out whether stacks of goroutines take more memory than the heap. */
final class StackSearch {
  /** Smaller stacks are not reported. */
  private static final long MIN_BYTES = 1 << 20;

  /**
   * The goroutines with one start function with the most bytes of stacks.
   *
   * @param all bytes of the stacks of all goroutines
   * @param state of all goroutines with that function; empty if they have several
   */
  record Stacks(long all, String function, long goroutines, long bytes, String state) {}

  private StackSearch() {}

  /** The stacks, if they take more bytes than live objects. */
  static Optional<Stacks> find(SearchedHeap heap, SourceLocations locations) throws IOException {
    GoroutineStacks stacks = new GoroutineStacks(heap.graph);
    Map<String, long[]> byStart = new TreeMap<>();
    long all = 0;
    int index = 0;
    for (Goroutine goroutine : heap.graph.process().goroutines()) {
      long size = stacks.sizeOf(index++);
      all += size;
      long[] sums =
          byStart.computeIfAbsent(
              GoroutineFunctions.start(heap.graph.process(), goroutine, locations),
              f -> new long[2]);
      sums[0]++;
      sums[1] += size;
    }
    if (all < MIN_BYTES || all <= heap.tree.liveBytes()) {
      return Optional.empty();
    }
    String largest = "";
    long[] largestSums = {0, 0};
    for (Map.Entry<String, long[]> start : byStart.entrySet()) {
      if (start.getValue()[1] > largestSums[1]) {
        largest = start.getKey();
        largestSums = start.getValue();
      }
    }
    return Optional.of(
        new Stacks(all, largest, largestSums[0], largestSums[1], state(heap, locations, largest)));
  }

  private static String state(SearchedHeap heap, SourceLocations locations, String function) {
    Set<String> states = new TreeSet<>();
    for (Goroutine goroutine : heap.graph.process().goroutines()) {
      if (GoroutineFunctions.start(heap.graph.process(), goroutine, locations).equals(function)) {
        states.add(goroutine.state());
      }
    }
    return states.size() == 1 ? states.iterator().next() : "";
  }
}
