package dev.godump.analysis.spans;

import java.util.ArrayList;
import java.util.List;

/**
 * Neighbouring spans. There may be memory between them that no object is in.
 *
 * @param start address of the first span
 * @param end of the last span, as an address
 * @param total sums of the spans; its slot size is 0
 */
public record SpanRange(long start, long end, SpanClass total) {

  /**
   * Divides spans into ranges with equal numbers of spans; the last may have fewer.
   *
   * @param spans by address
   * @param most number of ranges, at least 1
   */
  public static List<SpanRange> of(List<Span> spans, int most) {
    int each = (spans.size() - 1) / most + 1;
    List<SpanRange> ranges = new ArrayList<>();
    for (int from = 0; from < spans.size(); from += each) {
      ranges.add(of(spans.subList(from, Math.min(from + each, spans.size()))));
    }
    return ranges;
  }

  private static SpanRange of(List<Span> spans) {
    SpanClass total = SpanClass.empty(0);
    for (Span span : spans) {
      total = total.plus(span);
    }
    Span last = spans.get(spans.size() - 1);
    return new SpanRange(spans.get(0).start(), last.start() + last.size(), total);
  }
}
