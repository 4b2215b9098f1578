package dev.godump.analysis.stacks;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.RootPaths;
import dev.godump.heap.paths.StepFields;
import dev.godump.types.HeapTypes;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Fills {@link HeapStacks} with the shortest paths from roots. */
final class PathStacks {
  private static final int NONE = -1;

  private final HeapGraph graph;
  private final HeapStacks stacks;
  private final TypeFrames typeFrames;
  private final RootFrames roots;
  private final RootPaths paths;

  /**
   * Of each object its stack and 1 more, or 0 where that isn't known yet. While a path is walked
   * up: -1 less the object below, so that the way down is known without a stack.
   */
  private final int[] stackByObject;

  /** Of each object whose stack is known: how often its end recurs. */
  private final int[] recursionByObject;

  PathStacks(HeapGraph graph, HeapTypes types, HeapStacks stacks, RootFrames roots)
      throws IOException {
    this.graph = graph;
    this.stacks = stacks;
    this.roots = roots;
    this.paths = RootPaths.toAll(graph, Exclusions.NONE);
    this.typeFrames =
        new TypeFrames(graph, types, stacks, StepFields.of(graph, types, paths::predecessor));
    this.stackByObject = new int[graph.objects().count()];
    this.recursionByObject = new int[graph.objects().count()];
  }

  void fill() throws IOException {
    try {
      graph.objects().forEach(this::add);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void add(int id, long address, long size) {
    if (paths.hasPath(id)) {
      try {
        stacks.add(stackOf(id), typeFrames.certainty(id), size, recursionByObject[id]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** The stack of an object; those of all objects before it are found first. */
  private int stackOf(int object) throws IOException {
    int below = NONE;
    int at = object;
    while (at != NONE && stackByObject[at] == 0) {
      stackByObject[at] = -1 - (below + 1);
      below = at;
      at = paths.predecessor(at);
    }
    while (below != NONE) {
      int next = -2 - stackByObject[below];
      assign(below, at);
      at = below;
      below = next;
    }
    return stackByObject[at] - 1;
  }

  private void assign(int object, int before) throws IOException {
    int parent = before == NONE ? roots.stackOf(paths.rootOf(object)) : stackByObject[before] - 1;
    int timesBefore = before == NONE ? 1 : recursionByObject[before];
    if (before != NONE && typeFrames.isPartOf(object, stacks.lastFrame(parent))) {
      stackByObject[object] = stackByObject[before];
      recursionByObject[object] = timesBefore;
    } else {
      int node = stacks.child(parent, typeFrames.frameOf(object));
      stackByObject[object] = node + 1;
      recursionByObject[object] = stacks.recursion(parent, node, timesBefore);
    }
  }
}
