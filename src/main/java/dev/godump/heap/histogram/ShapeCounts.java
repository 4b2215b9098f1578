package dev.godump.heap.histogram;

import dev.godump.graph.HeapGraph;
import dev.godump.heap.dominators.DominatorTree;
import dev.godump.io.Parallel;

/** The numbers of live objects and of garbage of each shape. */
final class ShapeCounts {
  /** Objects that one thread counts at a time; a multiple of what a block of an index has. */
  private static final int PART = 1 << 19;

  private final int[] live;
  private final int[] garbage;

  private ShapeCounts(int shapes) {
    live = new int[shapes];
    garbage = new int[shapes];
  }

  static ShapeCounts of(HeapGraph graph, DominatorTree tree) {
    int parts = (graph.objects().count() + PART - 1) / PART;
    ShapeCounts all = new ShapeCounts(graph.shapes().size());
    Parallel.map(0, parts, part -> ofPart(graph, tree, part)).forEach(all::add);
    return all;
  }

  private static ShapeCounts ofPart(HeapGraph graph, DominatorTree tree, int part) {
    ShapeCounts counts = new ShapeCounts(graph.shapes().size());
    int start = part * PART;
    int end = (int) Math.min((long) start + PART, graph.objects().count());
    for (int object = start; object < end; object++) {
      int shape = graph.shapeIndex(object);
      if (tree.isLive(object)) {
        counts.live[shape]++;
      } else {
        counts.garbage[shape]++;
      }
    }
    return counts;
  }

  private void add(ShapeCounts other) {
    for (int shape = 0; shape < live.length; shape++) {
      live[shape] += other.live[shape];
      garbage[shape] += other.garbage[shape];
    }
  }

  int live(int shape) {
    return live[shape];
  }

  int garbage(int shape) {
    return garbage[shape];
  }
}
