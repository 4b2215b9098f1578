package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;

/** Fills {@link HeapStacks} with the shortest paths from roots. */
final class PathStacks {
  private static final int NONE = -1;

  private final HeapGraph graph;
  private final HeapStacks stacks;
  private final KindFrames kinds;
  private final RootFrames roots;
  private final RootPaths paths;

  /**
   * Of each object its stack and 1 more, or 0 where that isn't known yet. While a path is walked up: -1
   * less the object below, so that the way down is known without a stack.
   */
  private final int[] nodes;

  /** Of each object whose stack is known: how long it was before it was folded. */
  private final int[] lengths;

  PathStacks(HeapGraph graph, HeapTypes types, HeapStacks stacks, RootFrames roots) {
    this.graph = graph;
    this.stacks = stacks;
    this.kinds = new KindFrames(graph, types, stacks);
    this.roots = roots;
    this.paths = RootPaths.toAll(graph, Exclusions.NONE);
    this.nodes = new int[graph.objects().count()];
    this.lengths = new int[graph.objects().count()];
  }

  void fill() {
    graph
        .objects()
        .forEach(
            (id, address, size) -> {
              if (paths.seen(id)) {
                int node = place(id);
                stacks.add(node, size, lengths[id]);
              }
            });
  }

  /** The stack of an object; those of all objects before it are found first. */
  private int place(int object) {
    int below = NONE;
    int at = object;
    while (at != NONE && nodes[at] == 0) {
      nodes[at] = -1 - (below + 1);
      below = at;
      at = paths.before(at);
    }
    while (below != NONE) {
      int next = -2 - nodes[below];
      put(below, at);
      at = below;
      below = next;
    }
    return nodes[at] - 1;
  }

  private void put(int object, int before) {
    int parent = before == NONE ? roots.of(paths.root(object)) : nodes[before] - 1;
    int length = before == NONE ? stacks.length(parent) : lengths[before];
    nodes[object] = stacks.child(parent, kinds.of(object)) + 1;
    lengths[object] = length + 1;
  }
}
