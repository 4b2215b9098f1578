package dev.godump.analysis.spans;

import dev.godump.format.MemStats;
import dev.godump.graph.HeapGraph;
import dev.godump.graph.load.SpanLayout;
import dev.godump.heap.Heap;
import dev.godump.types.layout.SizeClasses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What spans have besides objects. A dump doesn't describe spans: those with objects are inferred
 * from addresses and size classes, which give one possible span for each slot. Spans without any
 * object are not seen; {@code HeapInuse} counts them.
 *
 * @param classes by slot size; large objects come last, as one class of slot size 0
 * @param spans by address
 * @param unknown number of objects that are in no span of the known size classes
 * @param memStats empty if the dump was cut before them
 */
public record Spans(
    List<SpanClass> classes, List<Span> spans, long unknown, Optional<MemStats> memStats) {

  /** Slots of larger objects are whole spans. */
  private static final long LARGEST_SLOT = 32768;

  /** Finds the spans of a heap. */
  public static Spans of(Heap heap) {
    Search search = new Search(heap.graph());
    heap.graph().objects().forEach(search::object);
    search.endSpan();
    return new Spans(
        search.classes(),
        List.copyOf(search.spans),
        search.unknown,
        heap.graph().process().memStats());
  }

  /** Returns the sums of all classes. */
  public SpanClass total() {
    SpanClass total = SpanClass.empty(0);
    for (SpanClass each : classes) {
      total = total.plus(each);
    }
    return total;
  }

  /** Collects spans while objects come in address order. */
  private static final class Search {
    private final HeapGraph graph;
    private final SpanLayout layout;
    private final List<Span> spans = new ArrayList<>();
    private final Map<Long, SpanClass> classBySlotSize = new TreeMap<>();
    private long start;
    private long end;
    private long slotSize;
    private long objects;
    private boolean scan;
    private long unknown;

    Search(HeapGraph graph) {
      this.graph = graph;
      this.layout = SpanLayout.of(graph.process().params());
    }

    void object(int object, long address, long size) {
      boolean sameSpan = objects > 0 && address - start < end - start && size == slotSize;
      if (!sameSpan) {
        endSpan();
        long first = SizeClasses.spanStart(address, size);
        if (first == SizeClasses.NONE) {
          unknown++;
          return;
        }
        start = first;
        end = first + SizeClasses.spanSize(size);
        slotSize = size;
        scan = false;
      }
      objects++;
      scan = scan || graph.shapes().get(graph.shapeIndex(object)).pointers() > 0;
    }

    void endSpan() {
      if (objects > 0) {
        long slots = layout.objectSlots(end - start, slotSize, scan);
        Span span = new Span(start, end - start, slotSize, Math.max(slots, objects), objects);
        spans.add(span);
        long key = slotSize > LARGEST_SLOT ? Long.MAX_VALUE : slotSize;
        long size = slotSize > LARGEST_SLOT ? 0 : slotSize;
        classBySlotSize.merge(
            key, SpanClass.empty(size).plus(span), (before, one) -> before.plus(one));
        objects = 0;
      }
    }

    private List<SpanClass> classes() {
      return classBySlotSize.values().stream().map(Search::withFragmentation).toList();
    }

    /** Adds the spans that a class would not need if its objects were next to each other. */
    private static SpanClass withFragmentation(SpanClass spanClass) {
      long spanSize = spanClass.size() / spanClass.spans();
      long slots = (spanClass.objects() + spanClass.freeSlots()) / spanClass.spans();
      if (spanClass.slotSize() == 0 || slots == 0) {
        return spanClass;
      }
      long needed = (spanClass.objects() + slots - 1) / slots;
      return spanClass.withFragmented(Math.max(0, spanClass.spans() - needed) * spanSize);
    }
  }
}
