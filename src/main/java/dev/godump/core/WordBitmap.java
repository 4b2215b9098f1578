package dev.godump.core;

import dev.godump.format.PointerOffsets;

/**
 * The heap bitmap of Go 1.20 and 1.21 (runtime/mbitmap.go heapBits): a bit for each word, and a bit
 * for each 64 of them that says that the object has no pointers after those.
 */
final class WordBitmap implements ObjectPointers {
  private final CoreMemory memory;
  private final ArenaBitmaps arenas;
  private final int bitmap;
  private final int noMorePointers;

  WordBitmap(CoreMemory memory, ArenaBitmaps arenas, RuntimeLayout layout) {
    this.memory = memory;
    this.arenas = arenas;
    this.bitmap = layout.offset("heapArena.bitmap");
    this.noMorePointers = layout.offset("heapArena.noMorePtrs");
  }

  @Override
  public PointerOffsets of(HeapSpan span, long slot) {
    return new PointerOffsets() {
      private long word;
      private long bits;
      private boolean isRead;

      @Override
      public long next() {
        while (word < span.slotSize() / 8) {
          long address = slot + 8 * word;
          long metadata = arenas.metadataOf(address);
          if (metadata == 0) {
            return -1;
          }
          long inArena = ArenaBitmaps.wordInArena(address);
          if (!isRead) {
            bits = memory.word(metadata + bitmap + inArena / 64 * 8) >>> (inArena & 63);
            isRead = true;
          }
          if (bits != 0) {
            int skipped = Long.numberOfTrailingZeros(bits);
            bits = bits >>> skipped;
            // the bit that was found is cleared by the next call, which starts after it
            word += skipped;
            if (word >= span.slotSize() / 8) {
              return -1;
            }
            bits &= ~1L;
            return 8 * word;
          }
          long group = inArena / 64;
          long flags = memory.number(metadata + noMorePointers + group / 8, 1);
          if ((flags >> (group & 7) & 1) != 0) {
            return -1;
          }
          word += 64 - (inArena & 63);
          isRead = false;
        }
        return -1;
      }
    };
  }
}
