package dev.godump.analysis.growth;

import dev.godump.heap.histogram.Measure;

/** How a comparison of dumps groups objects into rows. */
public enum Dimension {
  /** Objects with one type, or with one shape if the type is unknown. */
  TYPE("type", Measure.RETAINED),

  /** Sampled objects that one function and line allocated. */
  SITE("site", Measure.RETAINED),

  /**
   * A word of the data or BSS segment. Its count is the number of objects that it alone keeps
   * alive; their bytes are its bytes and its retained size.
   */
  GLOBAL("global", Measure.RETAINED),

  /**
   * Goroutines with the same functions on their stacks. The count is of goroutines, the bytes are
   * those of their frames; retained is what goroutines with one stack and state keep alive
   * together.
   */
  GOROUTINE("goroutine", Measure.RETAINED);

  private final String label;
  private final Measure defaultMeasure;

  Dimension(String label, Measure leading) {
    this.label = label;
    this.defaultMeasure = leading;
  }

  /** The name in godump's output. */
  public String label() {
    return label;
  }

  /** The measure that its rows are sorted by unless another is requested. */
  public Measure defaultMeasure() {
    return defaultMeasure;
  }
}
