package dev.godump.analysis.spans;

/**
 * The spans with slots of one size. Large objects, which have a span each, are one class of slot
 * size 0.
 *
 * @param slotSize bytes of a slot
 * @param spans number of spans
 * @param size bytes of the spans
 * @param objects number of objects
 * @param objectBytes bytes of the objects
 * @param freeSlots number of free slots
 * @param freeBytes bytes of the free slots
 * @param endBytes bytes outside slots
 * @param nearlyEmpty number of spans with at most a quarter of their slots in use
 * @param fragmented bytes of spans that the class would not need if its objects were next to each
 *     other
 */
public record SpanClass(
    long slotSize,
    long spans,
    long size,
    long objects,
    long objectBytes,
    long freeSlots,
    long freeBytes,
    long endBytes,
    long nearlyEmpty,
    long fragmented) {

  /** Returns the class with the spans of another, which may have slots of another size. */
  SpanClass plus(SpanClass other) {
    return new SpanClass(
        slotSize,
        spans + other.spans,
        size + other.size,
        objects + other.objects,
        objectBytes + other.objectBytes,
        freeSlots + other.freeSlots,
        freeBytes + other.freeBytes,
        endBytes + other.endBytes,
        nearlyEmpty + other.nearlyEmpty,
        fragmented + other.fragmented);
  }

  static SpanClass empty(long slotSize) {
    return new SpanClass(slotSize, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  SpanClass plus(Span span) {
    return plus(
        new SpanClass(
            slotSize,
            1,
            span.size(),
            span.objects(),
            span.objects() * span.slotSize(),
            span.slots() - span.objects(),
            span.freeBytes(),
            span.endBytes(),
            span.isNearlyEmpty() ? 1 : 0,
            0));
  }

  SpanClass withFragmented(long bytes) {
    return new SpanClass(
        slotSize,
        spans,
        size,
        objects,
        objectBytes,
        freeSlots,
        freeBytes,
        endBytes,
        nearlyEmpty,
        bytes);
  }
}
