package dev.godump.core;

import dev.godump.format.PointerOffsets;

/**
 * The pointers in objects since Go 1.22 (runtime/mbitmap.go typePointers): small objects have a
 * bitmap at the end of their span, larger ones a header of 8 bytes that leads to the type of their
 * elements, and the span of a large object has that type.
 */
final class TypePointers implements ObjectPointers {
  private static final int HEADER = 8;
  private static final int LARGEST_WITH_BITMAP = 512;

  private final CoreMemory memory;
  private final TypeMasks masks;
  private final boolean marksInline;

  /**
   * @param marksInline whether pages end in mark bits (the Green Tea collector)
   */
  TypePointers(CoreMemory memory, TypeMasks masks, boolean marksInline) {
    this.memory = memory;
    this.masks = masks;
    this.marksInline = marksInline;
  }

  @Override
  public PointerOffsets of(HeapSpan span, long slot) {
    if (span.slotSize() <= LARGEST_WITH_BITMAP) {
      return inBitmap(span, slot);
    }
    long type = span.isSingle() ? span.largeType() : memory.word(slot);
    return type == 0
        ? PointerOffsets.of()
        : inElements(masks.of(type), span.isSingle() ? 0 : HEADER, span.slotSize());
  }

  private PointerOffsets inBitmap(HeapSpan span, long slot) {
    long base = span.start() + span.bytes() - span.bytes() / 64;
    if (marksInline && ObjectSlots.hasInlineMarks(span.slotSize())) {
      base -= ObjectSlots.INLINE_BYTES;
    }
    long first = (slot - span.start()) / 8;
    // an object has at most 64 words
    int shift = (int) (first & 63);
    long word = base + first / 64 * 8;
    long bits = memory.word(word) >>> shift;
    int count = (int) (span.slotSize() / 8);
    if (shift + count > 64) {
      bits |= memory.word(word + 8) << (64 - shift);
    }
    long found = count < 64 ? bits & (1L << count) - 1 : bits;
    return new PointerOffsets() {
      private long rest = found;

      @Override
      public long next() {
        if (rest == 0) {
          return -1;
        }
        int bit = Long.numberOfTrailingZeros(rest);
        rest &= rest - 1;
        return 8L * bit;
      }
    };
  }

  /** Returns the pointers in elements of one type, up to the end of the slot. */
  private static PointerOffsets inElements(TypeMasks.Mask mask, long start, long end) {
    return new PointerOffsets() {
      private long element = start;
      private int next;

      @Override
      public long next() {
        if (mask.offsets().length == 0) {
          return -1;
        }
        if (next == mask.offsets().length) {
          next = 0;
          element += mask.size();
        }
        long offset = element + mask.offsets()[next];
        if (offset >= end) {
          return -1;
        }
        next++;
        return offset;
      }
    };
  }
}
