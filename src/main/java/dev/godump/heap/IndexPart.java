package dev.godump.heap;

import dev.godump.heap.histogram.Histogram;
import dev.godump.index.IndexDirectory;

/**
 * A part of an index, which is written when an answer first needs it.
 *
 * @param name of its file
 * @param typed whether it depends on the executable that gave the types
 */
record IndexPart(String name, boolean typed) {
  /** Objects, pointers, roots, goroutines; every other part refers to their ids. */
  static final IndexPart GRAPH = new IndexPart("graph", false);

  static final IndexPart REFERRERS = new IndexPart("referrers", false);
  static final IndexPart DOMINATORS = new IndexPart("dominators", false);

  /** The length of the shortest path to each object. */
  static final IndexPart DISTANCES = new IndexPart("distances", false);

  /** The roots that reach each object. */
  static final IndexPart ROOTS = new IndexPart("roots", false);

  static final IndexPart TYPES = new IndexPart("types", true);

  /** Names the executable that later commands use if none is requested. */
  static final IndexPart EXECUTABLE = new IndexPart("executable", false);

  /** Of a compressed dump: the records other than objects' and goroutines'. */
  static final IndexPart RECORDS = new IndexPart("records", false);

  /** Of a compressed dump: all its bytes. */
  static final IndexPart UNPACKED = new IndexPart(IndexDirectory.UNPACKED, false);

  /** A histogram with retained sizes. */
  static IndexPart histogram(Histogram.By by) {
    return new IndexPart("histogram-" + by.label(), by.needsTypes());
  }

  /** An answer that takes long to compute. */
  static IndexPart of(KeptAnswer<?> answer) {
    return new IndexPart(answer.name(), answer.typed());
  }

  /** A histogram without retained sizes. */
  static IndexPart counts(Histogram.By by) {
    return new IndexPart("counts-" + by.label(), by.needsTypes());
  }

  // the equals and hashCode that Java generates for records take tens of milliseconds to start

  @Override
  public boolean equals(Object o) {
    return o instanceof IndexPart other && name.equals(other.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }
}
