package dev.godump.analysis;

import dev.godump.heap.histogram.Histogram;
import java.util.List;

/** A number of objects and the bytes of their slots. */
public record ObjectTotal(long objects, long bytes) {
  static final ObjectTotal NONE = new ObjectTotal(0, 0);

  /** The total of some rows of a histogram. */
  public static ObjectTotal of(List<Histogram.Row> rows) {
    return new ObjectTotal(
        rows.stream().mapToLong(Histogram.Row::count).sum(),
        rows.stream().mapToLong(Histogram.Row::bytes).sum());
  }

  ObjectTotal plus(ObjectTotal other) {
    return new ObjectTotal(objects + other.objects, bytes + other.bytes);
  }

  /** The rest without another total. */
  public ObjectTotal minus(ObjectTotal other) {
    return new ObjectTotal(objects - other.objects, bytes - other.bytes);
  }
}
