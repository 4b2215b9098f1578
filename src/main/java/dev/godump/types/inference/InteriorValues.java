package dev.godump.types.inference;

import dev.godump.graph.ObjectTable;
import dev.godump.types.layout.ByteLayouts;
import dev.godump.types.layout.Layout;
import dev.godump.types.layout.Layouts;
import it.unimi.dsi.fastutil.ints.Int2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrays;
import java.util.BitSet;
import java.util.function.IntConsumer;

/**
 * Values found inside objects without a better typing, the largest at each location. Only the first
 * bytes of an object are kept, since many strings may share a file's contents, and whether strings
 * or byte slices point at bytes of it. For tiny blocks, which the allocator fills with several
 * small values (runtime/malloc.go), only the ids are kept.
 */
final class InteriorValues {
  private static final int MOST = 1 << 20;
  private static final int COUNT_SHIFT = 22;
  private static final int SLICE = 1;
  private static final int STRING = 2;
  private static final int KIND_BITS = 2;
  private static final long NO_BYTES = Long.MAX_VALUE & -1L << KIND_BITS;
  private final Layouts layouts;
  private final BitSet tinyBlocks;

  /** Count (high bits) and layout id by location; offsets are from behind the header. */
  private final Long2LongOpenHashMap valueByLocation = new Long2LongOpenHashMap();

  /**
   * Offset of the first bytes by object, shifted by {@link #KIND_BITS}, and in the low bits {@link
   * #SLICE} and {@link #STRING} for the pointers to any of its bytes.
   */
  private final Int2LongOpenHashMap firstBytesByObject = new Int2LongOpenHashMap();

  InteriorValues(Layouts layouts, int objects) {
    this.tinyBlocks = new BitSet(objects);
    this.layouts = layouts;
    firstBytesByObject.defaultReturnValue(NO_BYTES);
  }

  /** Whether values without pointers would be ignored. Changes nothing. */
  boolean addsNothing(int id, long offset, Layout layout, long count) {
    if (tinyBlocks.get(id)) {
      return true;
    }
    if (!ByteLayouts.isBytes(layout)) {
      return false;
    }
    long before = firstBytesByObject.get(id);
    return before >>> KIND_BITS < offset && (before | kind(layout, count)) == before;
  }

  private static int kind(Layout bytes, long count) {
    return SharedBytes.isString(bytes) ? STRING : SharedBytes.isSlice(bytes, count) ? SLICE : 0;
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
    if (addsNothing(id, offset, layout, count)) {
      return false;
    }
    if (ByteLayouts.isBytes(layout)) {
      return addBytes(id, offset, layout, count);
    }
    long location = ObjectTable.location(id, offset);
    long before = valueByLocation.get(location);
    if (!isKept(before, layout, count)) {
      return false;
    }
    if (before != 0 && ByteLayouts.isBytes(layout(before))) {
      firstBytesByObject.remove(id);
    }
    valueByLocation.put(location, count << COUNT_SHIFT | layout.id);
    return true;
  }

  private boolean addBytes(int id, long offset, Layout layout, long count) {
    long first = firstBytesByObject.get(id);
    long kinds = (first & (1 << KIND_BITS) - 1) | kind(layout, count);
    long later = first >>> KIND_BITS;
    if (first != NO_BYTES) {
      firstBytesByObject.put(id, later << KIND_BITS | kinds);
    }
    long location = ObjectTable.location(id, offset);
    if (later < offset || !isKept(valueByLocation.get(location), layout, count)) {
      return false;
    }
    firstBytesByObject.put(id, offset << KIND_BITS | kinds);
    if (first != NO_BYTES && later != offset) {
      valueByLocation.remove(ObjectTable.location(id, later));
    }
    valueByLocation.put(location, count << COUNT_SHIFT | layout.id);
    return true;
  }

  /** Whether values are larger than those kept at their location, or may be the first there. */
  private boolean isKept(long before, Layout layout, long count) {
    return before == 0
        ? valueByLocation.size() < MOST
        : layout(before).size * count(before) < layout.size * count;
  }

  /** The layout of the values at a location of an object. */
  private Layout layout(int id, long value) {
    Layout layout = layout(value);
    if (!ByteLayouts.isBytes(layout)) {
      return layout;
    }
    int kinds = (int) firstBytesByObject.get(id) & (1 << KIND_BITS) - 1;
    return switch (kinds) {
      case STRING -> layouts.bytes().string();
      case STRING | SLICE -> layouts.bytes().shared();
      default -> layouts.bytes().array();
    };
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
          ObjectTable.idOf(location),
          ObjectTable.offsetOf(location),
          layout(ObjectTable.idOf(location), value),
          count(value));
    }
    valueByLocation.clear();
    firstBytesByObject.clear();
  }
}
