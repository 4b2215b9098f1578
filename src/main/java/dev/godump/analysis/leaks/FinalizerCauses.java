package dev.godump.analysis.leaks;

import dev.godump.analysis.PointerFields;
import dev.godump.analysis.leaks.LeakSuspect.Kind;
import dev.godump.graph.Edges;
import dev.godump.graph.Frames;
import dev.godump.graph.Goroutine;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.heap.paths.StepFields;
import dev.godump.heap.roots.GoroutineFunctions;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayFIFOQueue;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.io.IOException;
import java.util.Optional;

/** Causes of leaks through finalizers. */
final class FinalizerCauses {
  private static final int SAMPLE_SIZE = 64;

  private final SearchedHeap heap;
  private final HeapGraph graph;

  FinalizerCauses(SearchedHeap heap) {
    this.heap = heap;
    this.graph = heap.graph;
  }

  /** The goroutine that runs finalizers is blocked in one. */
  Optional<LeakCause> stuck(LeakCandidate candidate, HeldContents contents) {
    if (candidate.kind() != Kind.FINALIZERS) {
      return Optional.empty();
    }
    Frames frames = graph.process().frames();
    for (Goroutine goroutine : graph.process().goroutines()) {
      String finalizer = "";
      for (int f = goroutine.firstFrame();
          f < goroutine.firstFrame() + goroutine.frameCount();
          f++) {
        String function = frames.function(f);
        if (function.equals("runtime.runfinq") || function.equals("runtime.runFinalizers")) {
          return finalizer.isEmpty()
              ? Optional.empty()
              : Optional.of(
                  new LeakCause.FinalizerStuck(
                      goroutine.id(),
                      GoroutineFunctions.user(graph.process(), goroutine),
                      goroutine.state()));
        }
        finalizer = function.startsWith("runtime.") ? finalizer : function;
      }
    }
    return Optional.empty();
  }

  /** The objects reach themselves, and nothing else reaches them. */
  Optional<LeakCause> cycle(LeakCandidate candidate, HeldContents contents) throws IOException {
    if (candidate.kind() != Kind.FINALIZER_CYCLE) {
      return Optional.empty();
    }
    String path = "";
    for (int i = 0; i < Math.min(SAMPLE_SIZE, candidate.nodes().size()); i++) {
      int node = candidate.nodes().getInt(i);
      int index = heap.tree.owners().get(heap.tree.owner(node)).index();
      int object = graph.objects().find(graph.process().finalizers().get(index).object());
      if (object == ObjectTable.NONE || !heap.tree.dominates(node, object)) {
        return Optional.empty();
      }
      path = path.isEmpty() ? pathBack(object) : path;
    }
    return Optional.of(new LeakCause.FinalizerCycle(candidate.nodes().size(), path));
  }

  /** The fields on the shortest path from an object back to it; empty if they have no names. */
  private String pathBack(int object) throws IOException {
    Int2IntOpenHashMap before = new Int2IntOpenHashMap();
    before.defaultReturnValue(ObjectTable.NONE);
    IntArrayFIFOQueue queue = new IntArrayFIFOQueue();
    queue.enqueue(object);
    while (!queue.isEmpty() && !before.containsKey(object)) {
      int from = queue.dequeueInt();
      for (long e = graph.edges().first(from); e != Edges.NONE; e = graph.edges().next(e)) {
        int to = graph.edges().target(e);
        if (!before.containsKey(to)) {
          before.put(to, from);
          queue.enqueue(to);
        }
      }
    }
    IntArrayList path = IntArrayList.of(object);
    int at = before.get(object);
    for (; at != ObjectTable.NONE && at != object; at = before.get(at)) {
      path.add(0, at);
    }
    path.add(0, object);
    StringBuilder text = new StringBuilder();
    for (int i = 1; at != ObjectTable.NONE && i < path.size(); i++) {
      text.append(field(path.getInt(i - 1), path.getInt(i)));
    }
    return text.toString();
  }

  private String field(int from, int to) throws IOException {
    if (heap.isPart(from)) {
      return heap.isPart(to) && heap.types.mapOrChannelOf(to).isEmpty() ? "" : "[…]";
    }
    long offset = PointerFields.ofPair(graph, from, to).iterator().next().offset();
    return heap.types.fieldName(from, offset).map(StepFields::generalized).orElse("");
  }
}
