package dev.godump.analysis;

import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/** What is at the end of each stack of a {@link StackTrie}, in columns. */
final class StackAmounts {
  private final LongArrayList objects = new LongArrayList();
  private final LongArrayList bytes = new LongArrayList();
  private final LongArrayList allocs = new LongArrayList();
  private final LongArrayList frees = new LongArrayList();
  private final IntArrayList longest = new IntArrayList();
  private long allObjects;
  private long allBytes;

  void add(int node, long size, int length) {
    reserve(node);
    objects.set(node, objects.getLong(node) + 1);
    bytes.set(node, bytes.getLong(node) + size);
    longest.set(node, Math.max(longest.getInt(node), length));
    allObjects++;
    allBytes += size;
  }

  void profiled(int node, long allocations, long freed) {
    reserve(node);
    allocs.set(node, allocs.getLong(node) + allocations);
    frees.set(node, frees.getLong(node) + freed);
  }

  private void reserve(int node) {
    if (objects.size() <= node) {
      int size = node + 1;
      objects.size(size);
      bytes.size(size);
      allocs.size(size);
      frees.size(size);
      longest.size(size);
    }
  }

  boolean used(int node) {
    return objects(node) > 0 || allocs(node) > 0;
  }

  /** Of all nodes together. */
  long objects() {
    return allObjects;
  }

  /** Of all nodes together. */
  long bytes() {
    return allBytes;
  }

  long objects(int node) {
    return node < objects.size() ? objects.getLong(node) : 0;
  }

  long bytes(int node) {
    return node < bytes.size() ? bytes.getLong(node) : 0;
  }

  long allocs(int node) {
    return node < allocs.size() ? allocs.getLong(node) : 0;
  }

  long frees(int node) {
    return node < frees.size() ? frees.getLong(node) : 0;
  }

  int longest(int node) {
    return node < longest.size() ? longest.getInt(node) : 0;
  }
}
