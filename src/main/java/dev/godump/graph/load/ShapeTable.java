package dev.godump.graph.load;

import dev.godump.graph.Shape;
import it.unimi.dsi.fastutil.longs.Long2IntOpenHashMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Numbers shapes in order of appearance while objects are read. Shapes are identified by size,
 * number of pointers and a 64-bit hash of all offsets. Not thread-safe.
 */
final class ShapeTable {
  private static final long MIX = 0x9e3779b97f4a7c15L;

  private static final int NONE = -1;

  private final List<Shape> shapes = new ArrayList<>();
  private final Long2IntOpenHashMap indexByKey = new Long2IntOpenHashMap();
  private final long[] offsets = new long[Shape.MAX_OFFSETS];
  private long pointers;
  private long hash;

  private long lastKey;
  private int lastIndex = NONE;

  ShapeTable() {
    indexByKey.defaultReturnValue(NONE);
  }

  /** Starts an object. */
  void startObject() {
    pointers = 0;
    hash = 0;
  }

  /** Adds a pointer field to the current object. */
  void addPointer(long offset) {
    if (pointers < Shape.MAX_OFFSETS) {
      offsets[(int) pointers] = offset;
    }
    pointers++;
    hash = Shape.hash(hash, offset);
  }

  /** Ends the current object; returns the index of its shape. */
  int endObject(long size) {
    long key = key(size, pointers, hash);
    if (key == lastKey && lastIndex != NONE) {
      return lastIndex;
    }
    int index = indexByKey.get(key);
    if (index == NONE) {
      index = shapes.size();
      indexByKey.put(key, index);
      shapes.add(
          new Shape(
              size,
              pointers,
              Arrays.copyOf(offsets, (int) Math.min(pointers, Shape.MAX_OFFSETS)),
              hash));
    }
    lastKey = key;
    lastIndex = index;
    return index;
  }

  private static long key(long size, long pointers, long hash) {
    return (hash ^ size * 0xd1b54a32d192ed03L) * MIX + pointers;
  }

  /**
   * Adds the shapes of objects that follow those seen so far.
   *
   * @return by index of a shape in the other table, its index in this one
   */
  int[] addAll(ShapeTable later) {
    int[] indexes = new int[later.shapes.size()];
    for (int i = 0; i < indexes.length; i++) {
      Shape shape = later.shapes.get(i);
      long key = key(shape.size(), shape.pointers(), shape.hash());
      int index = indexByKey.get(key);
      if (index == NONE) {
        index = shapes.size();
        indexByKey.put(key, index);
        shapes.add(shape);
      }
      indexes[i] = index;
    }
    return indexes;
  }

  /** Returns all shapes, by index. */
  List<Shape> shapes() {
    return List.copyOf(shapes);
  }
}
