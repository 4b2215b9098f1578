package dev.godump.analysis.leaks;

import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.heap.roots.GoroutineFunctions;
import dev.godump.heap.roots.GoroutineStacks;
import dev.godump.heap.roots.SourceLocations;
import java.io.IOException;
import java.util.Comparator;
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
   * @param frameFunction function of their largest frame; empty if they have none
   * @param frameSize bytes of that frame
   */
  record Stacks(
      long all,
      String function,
      long goroutines,
      long bytes,
      String state,
      String frameFunction,
      long frameSize) {}

  private StackSearch() {}

  /** The stacks, if they take more bytes than live objects. */
  static Optional<Stacks> find(SearchedHeap heap, SourceLocations locations) throws IOException {
    GoroutineStacks stacks = new GoroutineStacks(heap.graph);
    Map<String, Sum> byStart = new TreeMap<>();
    long all = 0;
    int index = 0;
    Frames frames = heap.graph.process().frames();
    for (Goroutine goroutine : heap.graph.process().goroutines()) {
      long size = stacks.sizeOf(index++);
      all += size;
      String start = GoroutineFunctions.start(heap.graph.process(), goroutine, locations);
      byStart.computeIfAbsent(start, function -> new Sum()).add(goroutine, size, frames);
    }
    if (all < MIN_BYTES || all <= heap.tree.liveBytes()) {
      return Optional.empty();
    }
    long total = all;
    return byStart.entrySet().stream()
        .max(
            Comparator.comparingLong((Map.Entry<String, Sum> start) -> start.getValue().bytes)
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .map(start -> start.getValue().of(start.getKey(), total));
  }

  /** The goroutines with one start function. */
  private static final class Sum {
    private final Set<String> states = new TreeSet<>();
    private long goroutines;
    private long bytes;
    private String frameFunction = "";
    private long frameSize;

    void add(Goroutine goroutine, long size, Frames frames) {
      states.add(goroutine.state());
      goroutines++;
      bytes += size;
      int end = goroutine.firstFrame() + goroutine.frameCount();
      for (int frame = goroutine.firstFrame(); frame < end; frame++) {
        if (frames.size(frame) > frameSize) {
          frameSize = frames.size(frame);
          frameFunction = frames.function(frame);
        }
      }
    }

    Stacks of(String function, long all) {
      String state = states.size() == 1 ? states.iterator().next() : "";
      return new Stacks(all, function, goroutines, bytes, state, frameFunction, frameSize);
    }
  }
}
