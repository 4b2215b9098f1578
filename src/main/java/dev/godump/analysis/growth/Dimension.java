package dev.godump.analysis.growth;

/** How a comparison of dumps groups objects into rows. */
public enum Dimension {
  /** Objects with one type, or with one shape if the type is unknown. */
  TYPE("type"),

  /** Sampled objects that one function and line allocated. */
  SITE("site"),

  /**
   * A word of the data or BSS segment. Its count is the number of objects that it alone keeps
   * alive; their bytes are its bytes and its retained size. What several roots keep alive, and none
   * of them alone, is in a row of its own.
   */
  GLOBAL("global"),

  /**
   * Goroutines with the same functions on their stacks. The count is of goroutines, the bytes are
   * those of their frames; retained is what goroutines with one stack and state keep alive
   * together.
   */
  GOROUTINE("goroutine");

  private final String label;

  Dimension(String label) {
    this.label = label;
  }

  /** The name in godump's output. */
  public String label() {
    return label;
  }
}
