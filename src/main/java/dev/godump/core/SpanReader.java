package dev.godump.core;

import dev.godump.core.LayoutRow.Field;
import java.util.Optional;

/** Reads spans (runtime/mheap.go mspan, Go 1.15 to 1.27) and checks that they can be spans. */
final class SpanReader {
  static final int PAGE = 1 << 13;

  private static final int IN_USE = 1;
  private static final int STATES = 3;
  private static final long MAX_PAGES = 1L << 35;

  /** Spans with more than one object have at most 10 pages, and objects at least 8 bytes. */
  private static final int MAX_SLOTS = 1 << 14;

  private final CoreMemory memory;
  private final Field start;
  private final Field pages;
  private final Field state;
  private final Field elements;
  private final Field freeIndex;
  private final Field allocBits;
  private final Field markBits;
  private final Field sweepGeneration;
  private final Field spanClass;
  private final Field slotSize;
  private final Optional<Field> largeType;
  private final Field specials;
  private final int size;

  SpanReader(CoreMemory memory, RuntimeLayout layout) {
    this.memory = memory;
    this.start = layout.field("mspan.startAddr");
    this.pages = layout.field("mspan.npages");
    this.state = layout.field("mspan.state");
    this.elements = layout.field("mspan.nelems");
    // objects between the two indexes are allocated, but their pointers may not be known yet
    this.freeIndex =
        layout.field(
            layout.has("mspan.freeIndexForScan") ? "mspan.freeIndexForScan" : "mspan.freeindex");
    this.allocBits = layout.field("mspan.allocBits");
    this.markBits = layout.field("mspan.gcmarkBits");
    this.sweepGeneration = layout.field("mspan.sweepgen");
    this.spanClass = layout.field("mspan.spanclass");
    this.slotSize = layout.field("mspan.elemsize");
    this.largeType =
        layout.has("mspan.largeType")
            ? Optional.of(layout.field("mspan.largeType"))
            : Optional.empty();
    this.specials = layout.field("mspan.specials");
    this.size = layout.size("mspan");
  }

  /** Whether the memory of a span's record is known. */
  boolean isKnown(long span) {
    return memory.isKnown(span, size);
  }

  /** Whether an address can be that of a span, in use or not. */
  boolean isPlausible(long span) {
    if ((span & 7) != 0 || !isKnown(span)) {
      return false;
    }
    long pageCount = number(span, pages);
    return number(span, state) < STATES
        && number(span, start) % PAGE == 0
        && pageCount >= 0
        && pageCount < MAX_PAGES;
  }

  /** Reads a span; empty if it is not in use, or is damaged. */
  Optional<HeapSpan> read(long span) {
    if (!isPlausible(span) || number(span, state) != IN_USE) {
      return Optional.empty();
    }
    long bytes = number(span, pages) * PAGE;
    long slot = number(span, slotSize);
    long count = number(span, elements);
    int class_ = (int) number(span, spanClass);
    boolean single = class_ >> 1 == 0;
    if (slot <= 0 || count <= 0 || count > MAX_SLOTS || slot > bytes / count) {
      return Optional.empty();
    }
    return Optional.of(
        new HeapSpan(
            number(span, start),
            bytes,
            slot,
            (int) count,
            (int) Math.max(0, Math.min(number(span, freeIndex), count)),
            number(span, allocBits),
            number(span, markBits),
            number(span, sweepGeneration),
            (class_ & 1) != 0,
            single,
            largeType.map(field -> number(span, field)).orElse(0L),
            number(span, specials)));
  }

  private long number(long span, Field field) {
    return memory.number(span + field.offset(), field.length());
  }
}
