package dev.godump.core;

import dev.godump.binary.type.GoType;
import dev.godump.binary.type.RuntimeTypes;
import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.longs.LongArrayList;

/**
 * The pointers in values of a type, by the mask of its descriptor (internal/abi/type.go Type, since
 * Go 1.22). Since Go 1.24 the descriptors of large types lead to a mask that the runtime makes when
 * it first needs it (runtime/type.go getGCMaskOnDemand). Not thread-safe.
 */
final class TypeMasks {
  private static final int MASK_ON_DEMAND = 1 << 4;
  private static final long MAX_MASKED_BYTES = 1L << 32;
  private static final int MAX_DEPTH = 64;

  private final CoreMemory memory;
  private final RuntimeTypes types;
  private final boolean hasMasksOnDemand;
  private final Long2ObjectOpenHashMap<Mask> maskByType = new Long2ObjectOpenHashMap<>();

  /**
   * @param size of a value, in bytes, not 0
   * @param offsets of its pointers, ascending
   */
  record Mask(long size, long... offsets) {
    /** No pointers. */
    static final Mask NONE = new Mask(1);
  }

  TypeMasks(CoreMemory memory, RuntimeTypes types, int minor) {
    this.memory = memory;
    this.types = types;
    this.hasMasksOnDemand = minor >= 24;
  }

  /** Returns the mask of the type with a descriptor; without pointers if it is none. */
  Mask of(long type) {
    Mask mask = maskByType.get(type);
    if (mask == null) {
      mask = read(type);
      maskByType.put(type, mask);
    }
    return mask;
  }

  private Mask read(long type) {
    long size = memory.word(type);
    long pointerBytes = memory.word(type + 8);
    if (size <= 0 || pointerBytes <= 0 || pointerBytes > size || pointerBytes > MAX_MASKED_BYTES) {
      return Mask.NONE;
    }
    long mask = memory.word(type + 32);
    if (hasMasksOnDemand && (memory.number(type + 20, 1) & MASK_ON_DEMAND) != 0) {
      mask = memory.word(mask);
      if (mask == 0 || !memory.isKnown(mask, 1)) {
        return ofFields(type, size);
      }
    }
    LongArrayList offsets = new LongArrayList();
    for (long word = 0; word < pointerBytes / 8; word += 8) {
      if (!memory.isKnown(mask + word / 8, 1)) {
        return Mask.NONE;
      }
      long bits = memory.number(mask + word / 8, 1);
      for (int bit = 0; bit < 8 && word + bit < pointerBytes / 8; bit++) {
        if ((bits >> bit & 1) != 0) {
          offsets.add(8 * (word + bit));
        }
      }
    }
    return new Mask(size, offsets.toLongArray());
  }

  /** Builds a mask that the runtime has not made yet. */
  private Mask ofFields(long type, long size) {
    LongArrayList offsets = new LongArrayList();
    types.at(type).ifPresent(found -> add(found, 0, offsets, 0));
    return new Mask(size, offsets.toLongArray());
  }

  /** Adds the pointers in a value, as runtime/type.go buildGCMask does. */
  private void add(GoType type, long start, LongArrayList offsets, int depth) {
    if (depth > MAX_DEPTH || offsets.size() > MAX_MASKED_BYTES / 64) {
      return;
    }
    long[] known =
        type.kind() == GoType.Kind.ARRAY || type.kind() == GoType.Kind.STRUCT
            ? null
            : types.pointerOffsets(type.descriptor());
    if (known != null) {
      for (long offset : known) {
        offsets.add(start + offset);
      }
    }
    GoType element = type.kind() == GoType.Kind.ARRAY ? type.elem() : null;
    if (element != null && memory.word(element.descriptor() + 8) > 0) {
      for (long i = 0; i < type.length() && element.size() > 0; i++) {
        add(element, start + i * element.size(), offsets, depth + 1);
      }
    }
    for (GoType.Field field : type.fields()) {
      add(field.type(), start + field.offset(), offsets, depth + 1);
    }
  }
}
