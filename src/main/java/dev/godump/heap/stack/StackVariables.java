package dev.godump.heap.stack;

import dev.godump.graph.RootKind;
import dev.godump.graph.Roots;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * Pointers in frames that the dump doesn't list, to objects that no recorded root reaches: those of
 * variables whose address is taken, and of frames that were interrupted at any instruction.
 *
 * @param frames the frame that each lies in
 * @param offsets of each in its frame, in bytes
 * @param values the address that each holds
 * @param targets the object that each points into
 */
public record StackVariables(
    IntArrayList frames, LongArrayList offsets, LongArrayList values, IntArrayList targets) {

  /** No pointers; not to be added to. */
  public static final StackVariables NONE = new StackVariables();

  StackVariables() {
    this(new IntArrayList(), new LongArrayList(), new LongArrayList(), new IntArrayList());
  }

  void add(int frame, long offset, long value, int target) {
    frames.add(frame);
    offsets.add(offset);
    values.add(value);
    targets.add(target);
  }

  /** The number of pointers. */
  public int count() {
    return targets.size();
  }

  /** The pointers as roots in frames. */
  public Roots roots() {
    return new Roots(
        new Roots.Columns(
            count(),
            root -> RootKind.FRAME.code(),
            frames::getInt,
            offsets::getLong,
            values::getLong,
            targets::getInt),
        0);
  }
}
