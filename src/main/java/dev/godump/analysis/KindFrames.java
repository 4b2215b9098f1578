package dev.godump.analysis;

import dev.godump.graph.HeapGraph;
import dev.godump.types.HeapTypes;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * The frame that an object is in a stack: its type where that is known, else its shape. Arrays that
 * slices lie in are of one frame, however long they are.
 */
final class KindFrames {
  private static final int NONE = -1;
  private static final Pattern LENGTH = Pattern.compile("^\\[\\d+]");

  private final ObjectKinds kinds;
  private final HeapStacks stacks;
  private final int[] frames;

  KindFrames(HeapGraph graph, HeapTypes types, HeapStacks stacks) {
    this.kinds = ObjectKinds.byType(graph, types);
    this.stacks = stacks;
    this.frames = new int[kinds.count()];
    Arrays.fill(frames, NONE);
  }

  /** The number of an object's frame. */
  int of(int object) {
    int kind = kinds.of(object);
    if (frames[kind] == NONE) {
      frames[kind] = stacks.number(StackFrame.of(LENGTH.matcher(kinds.name(kind).label()).replaceFirst("[]")));
    }
    return frames[kind];
  }
}
