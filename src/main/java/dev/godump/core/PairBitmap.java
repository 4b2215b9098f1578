package dev.godump.core;

import dev.godump.format.PointerOffsets;

/**
 * The heap bitmap up to Go 1.19 (runtime/mbitmap.go heapBits): a byte for 4 words, the lower bits
 * say which are pointers, the upper ones whether there is more to scan in the object.
 */
final class PairBitmap implements ObjectPointers {
  private final CoreMemory memory;
  private final ArenaBitmaps arenas;
  private final int bitmap;
  private final boolean ignoresSecondWord;

  PairBitmap(CoreMemory memory, ArenaBitmaps arenas, RuntimeLayout layout) {
    this.memory = memory;
    this.arenas = arenas;
    this.bitmap = layout.offset("heapArena.bitmap");
    // the second word's scan bit was the mark of the checkmark phase (heapdump.go, up to Go 1.15)
    this.ignoresSecondWord = layout.minor() <= 15;
  }

  @Override
  public PointerOffsets of(HeapSpan span, long slot) {
    return new PointerOffsets() {
      private long word;

      @Override
      public long next() {
        for (; word < span.slotSize() / 8; word++) {
          long address = slot + 8 * word;
          long metadata = arenas.metadataOf(address);
          long inArena = ArenaBitmaps.wordInArena(address);
          long bits = memory.number(metadata + bitmap + inArena / 4, 1) >> (inArena & 3);
          boolean more = (bits & 0x10) != 0;
          if (metadata == 0 || (!more && !(ignoresSecondWord && word == 1))) {
            return -1;
          }
          if ((bits & 1) != 0) {
            return 8 * word++;
          }
        }
        return -1;
      }
    };
  }
}
