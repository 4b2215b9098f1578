package dev.godump.analysis.stacks;

import dev.godump.index.Coded;
import dev.godump.types.Certainty;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * The objects at the end of each stack of a {@link StackTrie}, in columns. A row is for one stack
 * and one certainty of types; the rows of a stack are adjacent. Not thread-safe.
 */
final class StackAmounts {
  private static final Certainty[] CERTAINTIES = Coded.byCode(Certainty.values());

  private final LongArrayList objects = new LongArrayList();
  private final LongArrayList bytes = new LongArrayList();
  private final LongArrayList allocs = new LongArrayList();
  private final LongArrayList frees = new LongArrayList();
  private final IntArrayList recursion = new IntArrayList();

  /** The address of the first object of each row. */
  private final LongArrayList examples = new LongArrayList();

  private long allObjects;
  private long allBytes;

  /** Returns the row of a stack and a certainty. */
  static int index(int node, Certainty certainty) {
    return node * CERTAINTIES.length + certainty.code();
  }

  /** Returns the stack of a row. */
  static int node(int index) {
    return index / CERTAINTIES.length;
  }

  /** Returns the certainty of a row. */
  static Certainty certainty(int index) {
    return CERTAINTIES[index % CERTAINTIES.length];
  }

  void add(int index, long address, long size, int times) {
    reserve(index);
    if (objects.getLong(index) == 0) {
      examples.set(index, address);
    }
    objects.set(index, objects.getLong(index) + 1);
    bytes.set(index, bytes.getLong(index) + size);
    recursion.set(index, Math.max(recursion.getInt(index), times));
    allObjects++;
    allBytes += size;
  }

  void addProfiled(int index, long allocations, long freed) {
    reserve(index);
    allocs.set(index, allocs.getLong(index) + allocations);
    frees.set(index, frees.getLong(index) + freed);
  }

  private void reserve(int index) {
    if (objects.size() <= index) {
      int size = index + 1;
      objects.size(size);
      bytes.size(size);
      allocs.size(size);
      frees.size(size);
      recursion.size(size);
      examples.size(size);
    }
  }

  boolean isUsed(int index) {
    return objects(index) > 0 || allocs(index) > 0;
  }

  /** Returns the total over all rows. */
  long objects() {
    return allObjects;
  }

  /** Returns the total over all rows. */
  long bytes() {
    return allBytes;
  }

  long objects(int index) {
    return index < objects.size() ? objects.getLong(index) : 0;
  }

  long bytes(int index) {
    return index < bytes.size() ? bytes.getLong(index) : 0;
  }

  long allocs(int index) {
    return index < allocs.size() ? allocs.getLong(index) : 0;
  }

  long frees(int index) {
    return index < frees.size() ? frees.getLong(index) : 0;
  }

  /** Returns the address of an object of a row, or 0 if it has none. */
  long example(int index) {
    return index < examples.size() ? examples.getLong(index) : 0;
  }

  int recursion(int index) {
    return index < recursion.size() ? recursion.getInt(index) : 0;
  }

  /** Returns the maximum over the rows of a stack. */
  int maxRecursion(int node) {
    int most = 0;
    for (Certainty certainty : CERTAINTIES) {
      most = Math.max(most, recursion(index(node, certainty)));
    }
    return most;
  }
}
