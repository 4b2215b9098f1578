package dev.godump.analysis.stacks;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.paths.Exclusions;
import dev.godump.heap.paths.PathOrder;
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

  private final PathOrder<IOException> stackByObject;

  /** How often the end of an object's stack recurs, if the stack is known. */
  private final int[] recursionByObject;

  PathStacks(HeapGraph graph, HeapTypes types, HeapStacks stacks, RootFrames roots)
      throws IOException {
    this.graph = graph;
    this.stacks = stacks;
    this.roots = roots;
    this.paths = RootPaths.toAll(graph, Exclusions.NONE);
    this.typeFrames =
        new TypeFrames(graph, types, stacks, StepFields.of(graph, types, paths::predecessor));
    this.stackByObject = new PathOrder<>(paths, graph.objects().count(), this::findStack);
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
        stacks.add(
            stackByObject.visit(id),
            typeFrames.certainty(id),
            address,
            size,
            recursionByObject[id]);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private int findStack(int object, int predecessor) throws IOException {
    boolean first = predecessor == NONE;
    int parent = first ? roots.stackOf(paths.rootOf(object)) : stackByObject.valueOf(predecessor);
    int recursion = first ? 1 : recursionByObject[predecessor];
    if (!first && typeFrames.isPartOf(object, predecessor, stacks.lastFrame(parent))) {
      recursionByObject[object] = recursion;
      return parent;
    }
    int stack = stacks.child(parent, typeFrames.frameOf(object));
    recursionByObject[object] = stacks.recursion(parent, stack, recursion);
    return stack;
  }
}
