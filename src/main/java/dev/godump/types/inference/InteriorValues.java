package dev.godump.types.inference;

import dev.godump.graph.ObjectTable;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Values found inside objects without a better typing, the largest at each location. Only the first
 * bytes of an object are kept, since many strings may share a file's contents. For tiny blocks,
 * which the allocator fills with several small values (runtime/malloc.go), only the ids are kept.
 */
final class InteriorValues {
  private static final int MOST = 1 << 20;
  private static final int COUNT_SHIFT = 22;
  private final Layouts layouts;
  private final Layout bytes;
  private final BitSet tinyBlocks;

  /** Count (high bits) and layout id by location; offsets are from behind the header. */
  private final Long2LongOpenHashMap valueByLocation = new Long2LongOpenHashMap();

  /** Offset of the first bytes by object. */
  private final Int2LongOpenHashMap firstBytesByObject = new Int2LongOpenHashMap();

  InteriorValues(Layouts layouts, int objects) {
    this.tinyBlocks = new BitSet(objects);
    this.layouts = layouts;
    this.bytes = layouts.bytes();
    firstBytesByObject.defaultReturnValue(Long.MAX_VALUE);
  }

  /** Whether values without pointers would be ignored. Changes nothing. */
  boolean addsNothing(int id, long offset, Layout layout) {
    return tinyBlocks.get(id) || (layout == bytes && firstBytesByObject.get(id) < offset);
  }

  /** Records that values start inside a tiny block. */
  void addTiny(int id) {
    tinyBlocks.set(id);
  }

  /** Visits the tiny blocks in address order, and forgets them. */
  void drainTiny(IntConsumer visitor) {
    tinyBlocks.stream().forEach(visitor);
    tinyBlocks.clear();
  }

  /**
   * Keeps values.
   *
   * @param count less than 2^41
   * @return whether they are larger than those kept at the location
   */
  boolean add(int id, long offset, Layout layout, long count) {
    if (addsNothing(id, offset, layout)) {
      return false;
    }
    long location = ObjectTable.location(id, offset);
    long before = valueByLocation.get(location);
    if ((before == 0 && valueByLocation.size() == MOST)
        || (before != 0 && layout(before).size * count(before) >= layout.size * count)) {
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

  /** Receives values inside an object. */
  @FunctionalInterface
  interface Visitor {
    void values(int id, long offset, Layout layout, long count);
  }

  /** Visits all values by object and offset, and forgets them. */
  void drain(Visitor visitor) {
    long[] locations = valueByLocation.keySet().toLongArray();
    LongArrays.quickSort(locations, Long::compareUnsigned);
    for (long location : locations) {
      long value = valueByLocation.get(location);
      visitor.values(
          ObjectTable.idOf(location), ObjectTable.offsetOf(location), layout(value), count(value));
    }
    valueByLocation.clear();
    firstBytesByObject.clear();
  }
}
