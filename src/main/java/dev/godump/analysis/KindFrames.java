package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.types.ObjectTypes;
import java.util.Arrays;

/** The frame that an object is in a stack: its type where that is known, else its shape. */
final class KindFrames {
  private static final int NONE = -1;

  private final ObjectKinds kinds;
  private final HeapStacks stacks;
  private final int[] frames;

  KindFrames(HeapGraph graph, ObjectTypes types, HeapStacks stacks) {
    this.kinds = ObjectKinds.byType(graph, types);
    this.stacks = stacks;
    this.frames = new int[kinds.count()];
    Arrays.fill(frames, NONE);
  }

  /** The number of an object's frame. */
  int of(int object) {
    int kind = kinds.of(object);
    if (frames[kind] == NONE) {
      frames[kind] = stacks.number(StackFrame.of(kinds.name(kind).label()));
    }
    return frames[kind];
  }
}
