package dev.godump.core;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Tells which slots of spans hold objects: those that would, once the runtime had swept what it
 * still has to sweep, as a dump does first (runtime/heapdump.go mdump, mgcsweep.go sweep). Not
 * thread-safe.
 */
final class ObjectSlots {
  /** Spans of these slot sizes have mark bits in their only page (mgcmark_greenteagc.go). */
  private static final int INLINE_LEAST = 16;

  private static final int INLINE_MOST = 512;

  /** Bytes at the end of such a page: scan bits and an owner, mark bits and a span class. */
  static final int INLINE_BYTES = 128;

  private static final int INLINE_MARKS = 64;

  private final CoreMemory memory;
  private final long sweepGeneration;
  private final boolean marksInline;

  /**
   * @param sweepGeneration of the heap (mheap.sweepgen)
   * @param marksInline whether the program was built with the Green Tea collector
   */
  ObjectSlots(CoreMemory memory, long sweepGeneration, boolean marksInline) {
    this.memory = memory;
    this.sweepGeneration = sweepGeneration;
    this.marksInline = marksInline;
  }

  /** Whether a span's pages end in mark bits. */
  static boolean hasInlineMarks(long slotSize) {
    return slotSize >= INLINE_LEAST && slotSize <= INLINE_MOST;
  }

  /** Whether a span has not been swept since the last collection. */
  boolean isUnswept(HeapSpan span) {
    int behind = (int) (sweepGeneration - span.sweepGeneration());
    // h-2 needs sweeping, h-1 is being swept, h+1 was cached before sweeping began
    return behind == 2 || behind == 1 || behind == -1;
  }

  /** Returns the slots that hold objects. */
  BitSet objects(HeapSpan span) {
    if (isUnswept(span)) {
      BitSet marked = marked(span);
      if (!isBeingSwept(span) || !marked.isEmpty()) {
        return marked;
      }
    }
    BitSet used = bits(span.allocBits(), span.slots());
    used.set(0, span.freeIndex());
    return used;
  }

  private boolean isBeingSwept(HeapSpan span) {
    return (int) (sweepGeneration - span.sweepGeneration()) == 1;
  }

  private BitSet marked(HeapSpan span) {
    BitSet marked = bits(span.markBits(), span.slots());
    if (marksInline && hasInlineMarks(span.slotSize())) {
      long page = span.start() + SpanReader.PAGE;
      marked.or(bits(page - INLINE_BYTES + INLINE_MARKS, span.slots()));
    }
    return marked;
  }

  /** Returns bits at an address; those that are not known are not set. */
  private BitSet bits(long address, int count) {
    byte[] bytes = new byte[(count + 7) / 8];
    int n = address == 0 ? 0 : memory.read(address, bytes, 0, bytes.length);
    Arrays.fill(bytes, Math.max(n, 0), bytes.length, (byte) 0);
    BitSet bits = BitSet.valueOf(bytes);
    bits.clear(count, Math.max(count, bits.size()));
    return bits;
  }
}
