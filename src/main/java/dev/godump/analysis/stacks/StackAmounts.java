package dev.godump.analysis.stacks;

import dev.godump.types.Certainty;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * What is at the end of each stack of a {@link StackTrie}, in columns: a place for each stack and
 * certainty of types, those of one stack next to each other.
 */
final class StackAmounts {
  private static final Certainty[] CERTAINTIES = Certainty.values();

  private final LongArrayList objects = new LongArrayList();
  private final LongArrayList bytes = new LongArrayList();
  private final LongArrayList allocs = new LongArrayList();
  private final LongArrayList frees = new LongArrayList();
  private final IntArrayList times = new IntArrayList();
  private long allObjects;
  private long allBytes;

  /** The place of what is at the end of a stack with types that are so sure. */
  static int place(int node, Certainty certainty) {
    return node * CERTAINTIES.length + certainty.ordinal();
  }

  /** The stack of a place. */
  static int node(int place) {
    return place / CERTAINTIES.length;
  }

  /** How sure the types of a place are. */
  static Certainty certainty(int place) {
    return CERTAINTIES[place % CERTAINTIES.length];
  }

  void add(int place, long size, int recursion) {
    reserve(place);
    objects.set(place, objects.getLong(place) + 1);
    bytes.set(place, bytes.getLong(place) + size);
    times.set(place, Math.max(times.getInt(place), recursion));
    allObjects++;
    allBytes += size;
  }

  void profiled(int place, long allocations, long freed) {
    reserve(place);
    allocs.set(place, allocs.getLong(place) + allocations);
    frees.set(place, frees.getLong(place) + freed);
  }

  private void reserve(int place) {
    if (objects.size() <= place) {
      int size = place + 1;
      objects.size(size);
      bytes.size(size);
      allocs.size(size);
      frees.size(size);
      times.size(size);
    }
  }

  boolean used(int place) {
    return objects(place) > 0 || allocs(place) > 0;
  }

  /** Of all places together. */
  long objects() {
    return allObjects;
  }

  /** Of all places together. */
  long bytes() {
    return allBytes;
  }

  long objects(int place) {
    return place < objects.size() ? objects.getLong(place) : 0;
  }

  long bytes(int place) {
    return place < bytes.size() ? bytes.getLong(place) : 0;
  }

  long allocs(int place) {
    return place < allocs.size() ? allocs.getLong(place) : 0;
  }

  long frees(int place) {
    return place < frees.size() ? frees.getLong(place) : 0;
  }

  int times(int place) {
    return place < times.size() ? times.getInt(place) : 0;
  }

  /** The most of a stack, however sure its types are. */
  int timesOf(int node) {
    int most = 0;
    for (Certainty certainty : CERTAINTIES) {
      most = Math.max(most, times(place(node, certainty)));
    }
    return most;
  }
}
