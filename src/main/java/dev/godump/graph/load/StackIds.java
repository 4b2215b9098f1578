package dev.godump.graph.load;

import dev.godump.graph.Frames;
import it.unimi.dsi.fastutil.longs.LongArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;

/** Numbers the stacks of goroutines: stacks with the same pcs in all frames share an id. */
final class StackIds {
  private final Frames frames;
  private final Object2IntOpenHashMap<LongArrayList> idByPcs = new Object2IntOpenHashMap<>();

  StackIds(Frames frames) {
    this.frames = frames;
  }

  /** Returns the id of the stack of {@code count} frames from {@code first} on. */
  int idOf(int first, int count) {
    LongArrayList pcs = new LongArrayList(count);
    for (int frame = first; frame < first + count; frame++) {
      pcs.add(frames.pc(frame));
    }
    int known = idByPcs.size();
    return idByPcs.computeIfAbsent(pcs, stack -> known);
  }
}
