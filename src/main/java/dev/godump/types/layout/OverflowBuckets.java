package dev.godump.types.layout;

import dev.godump.format.ObjectRecord;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.ObjectTable;
import dev.godump.graph.Shape;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntSet;
import java.io.IOException;

/**
 * Finds the overflow buckets of a map up to Go 1.23 without types. A bucket points at the next one
 * of its chain by its last word (runtime/map.go bmap), so the size of a bucket follows from the
 * pointers of the array of buckets, which repeat. Only for maps whose buckets have pointers; others
 * have a list of their overflow buckets. Not thread-safe.
 */
final class OverflowBuckets {
  /** An array of 2^n buckets has 2^(n-4) more in advance from n = 4 on. */
  private static final int MIN_LOG_IN_ADVANCE = 4;

  private final HeapGraph graph;
  private final SizeClasses classes;
  private final int word;

  OverflowBuckets(HeapGraph graph, SizeClasses classes) {
    this.graph = graph;
    this.classes = classes;
    this.word = graph.process().params().pointerSize();
  }

  /**
   * Adds the overflow buckets of an array of buckets.
   *
   * @param array id of the array
   * @param header bytes of the slot before the first bucket
   * @param atLeast number of buckets without those that the runtime allocates in advance
   */
  void addTo(IntSet found, int array, long header, long atLeast) throws IOException {
    Shape shape = graph.shapes().get(graph.shapeIndex(array));
    int pointers = pointersOfBucket(shape, header, atLeast);
    if (pointers == 0) {
      return;
    }
    long size = shape.offsets()[pointers - 1] - header + word;
    IntArrayList pending = new IntArrayList();
    pending.add(array);
    while (!pending.isEmpty()) {
      int buckets = pending.popInt();
      ObjectRecord record = graph.record(buckets);
      record.expectPointers(graph.shapes().get(graph.shapeIndex(buckets)).pointers());
      int index = 0;
      IntArrayList next = new IntArrayList();
      for (long at = record.nextPointer(); at != ObjectRecord.NONE; at = record.nextPointer()) {
        if (++index % pointers == 0 && record.hasWord(at)) {
          addBucket(next, record.word(at), pointers, size);
        }
      }
      next.forEach(
          bucket -> {
            if (found.add(bucket)) {
              pending.add(bucket);
            }
          });
    }
  }

  private void addBucket(IntArrayList into, long address, int pointers, long size) {
    int object = address == 0 ? ObjectTable.NONE : graph.objects().find(address);
    if (object == ObjectTable.NONE) {
      return;
    }
    Shape shape = graph.shapes().get(graph.shapeIndex(object));
    long end = address - graph.objects().address(object) + size;
    boolean same =
        shape.pointers() >= pointers
            && shape.pointers() < 2L * pointers
            && shape.offsets()[pointers - 1] == end - word;
    if (same) {
      into.add(object);
    }
  }

  /** The number of pointers of a bucket, or 0 if the array doesn't look like one of buckets. */
  private int pointersOfBucket(Shape shape, long header, long atLeast) {
    long allocated =
        atLeast + (atLeast < 1 << MIN_LOG_IN_ADVANCE ? 0 : atLeast >> MIN_LOG_IN_ADVANCE);
    for (int pointers = 1; pointers <= shape.offsets().length; pointers++) {
      long size = shape.offsets()[pointers - 1] - header + word;
      boolean repeats =
          classes.slotSize(header + allocated * size) == shape.size()
              && (pointers == shape.offsets().length
                  || shape.offsets()[pointers] == shape.offsets()[0] + size);
      if (repeats) {
        return pointers;
      }
    }
    return 0;
  }
}
