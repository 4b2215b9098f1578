package dev.godump.types.inference;

import dev.godump.graph.ObjectTable;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import dev.godump.types.layout.SizeClasses;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Values that were found inside objects of whose start nothing is known, the largest at each place.
 * Of bytes only the first in an object are kept: texts that share a file's contents are many, and
 * all of them say the same. Of blocks that the allocator fills with several small values
 * (runtime/malloc.go, tiny allocator) only that something begins inside them.
 */
final class InteriorValues {
  private static final int MOST = 1 << 20;
  private static final int COUNT_SHIFT = 22;
  private final Layouts layouts;
  private final Layout bytes;
  private final BitSet tinyBlocks;

  /** By place, the id above the offset: how many values, above their layout's number. */
  private final Long2LongOpenHashMap valueByLocation = new Long2LongOpenHashMap();

  /** By object, where the first bytes are. */
  private final Int2LongOpenHashMap firstBytesByObject = new Int2LongOpenHashMap();

  InteriorValues(Layouts layouts, int objects) {
    this.tinyBlocks = new BitSet(objects);
    this.layouts = layouts;
    this.bytes = layouts.bytes();
    firstBytesByObject.defaultReturnValue(Long.MAX_VALUE);
  }

  /** Whether values without pointers would tell nothing new. Changes nothing. */
  boolean addsNothing(int id, long offset, Layout layout) {
    return tinyBlocks.get(id) || layout == bytes && firstBytesByObject.get(id) < offset;
  }

  /**
   * Notes that a value begins inside a block of {@link SizeClasses#TINY_BLOCK_SIZE} bytes without
   * pointers.
   */
  void addTiny(int id) {
    tinyBlocks.set(id);
  }

  /** Shows all blocks in which values begin, and forgets them. */
  void drainTiny(IntConsumer visitor) {
    tinyBlocks.stream().forEach(visitor);
    tinyBlocks.clear();
  }

  /**
   * Notes values.
   *
   * @param count less than 2^41
   * @return whether they tell more than what was known
   */
  boolean add(int id, long offset, Layout layout, long count) {
    if (addsNothing(id, offset, layout)) {
      return false;
    }
    long location = ObjectTable.location(id, offset);
    long before = valueByLocation.get(location);
    if (before == 0 && valueByLocation.size() == MOST
        || before != 0 && layout(before).size * count(before) >= layout.size * count) {
      return false;
    }
    if (layout == bytes) {
      long later = firstBytesByObject.put(id, offset);
      if (later != Long.MAX_VALUE && later != offset) {
        valueByLocation.remove(ObjectTable.location(id, later));
      }
    } else if (before != 0 && layout(before) == bytes) {
      firstBytesByObject.remove(id);
    }
    valueByLocation.put(location, count << COUNT_SHIFT | layout.id);
    return true;
  }

  private static long count(long value) {
    return value >>> COUNT_SHIFT;
  }

  private Layout layout(long value) {
    return layouts.get((int) value & (1 << COUNT_SHIFT) - 1);
  }

  /** Is shown values at a place. */
  @FunctionalInterface
  interface Visitor {
    void values(int id, long offset, Layout layout, long count);
  }

  /** Shows all in the order of their places, and forgets them. */
  void drain(Visitor visitor) {
    long[] locations = valueByLocation.keySet().toLongArray();
    LongArrays.quickSort(locations);
    for (long location : locations) {
      long value = valueByLocation.get(location);
      visitor.values(
          ObjectTable.idOf(location), ObjectTable.offsetOf(location), layout(value), count(value));
    }
    valueByLocation.clear();
    firstBytesByObject.clear();
  }
}
