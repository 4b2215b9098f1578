package dev.godump.analysis.growth;

import dev.godump.heap.histogram.Measure;

/** What the rows of a comparison of dumps are about. */
public enum Dimension {
  /** Objects of one type or, where none is known, of one shape. */
  TYPE("type", Measure.BYTES),

  /** Sampled objects that one function and line allocated. */
  SITE("site", Measure.BYTES),

  /**
   * A word of the data or BSS segment. The objects that it alone keeps alive are its count, and
   * their bytes both its bytes and what it retains.
   */
  GLOBAL("global", Measure.RETAINED),

  /**
   * Goroutines that stand in the same functions. Its count is of goroutines, its bytes are those of
   * their stack frames, and it retains what goroutines of one stack and state together keep alive.
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

  /** By what its rows are sorted unless something else is asked for. */
  public Measure defaultMeasure() {
    return defaultMeasure;
  }
}
