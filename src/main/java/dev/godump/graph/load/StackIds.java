package dev.godump.graph.load;

import dev.godump.graph.Frames;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;

/**
 * Numbers the stacks of goroutines, so that those that stand at the same pcs have the same number.
 */
final class StackIds {
  private final Frames frames;
  private final Object2IntOpenHashMap<LongArrayList> idByPcs = new Object2IntOpenHashMap<>();

  StackIds(Frames frames) {
    this.frames = frames;
  }

  /** The number of a stack of so many frames from a first one. */
  int idOf(int first, int count) {
    LongArrayList pcs = new LongArrayList(count);
    for (int frame = first; frame < first + count; frame++) {
      pcs.add(frames.pc(frame));
    }
    int known = idByPcs.size();
    return idByPcs.computeIfAbsent(pcs, stack -> known);
  }
}
