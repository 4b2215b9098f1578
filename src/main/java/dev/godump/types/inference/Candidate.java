package dev.godump.types.inference;

import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;

/**
 * A type and number of values that an object may have, by a reference to it.
 *
 * @param count number of values, at least
 * @param exactCount whether there are exactly {@code count}; else the object may have more
 */
record Candidate(Layout layout, long count, boolean exactCount, Certainty certainty) {

  /** A single value. */
  static Candidate single(Layout layout, Certainty certainty) {
    return new Candidate(layout, 1, true, certainty);
  }

  /** One value, perhaps the first of several. */
  static Candidate first(Layout layout, Certainty certainty) {
    return new Candidate(layout, 1, false, certainty);
  }

  static Candidate exactly(long count, Layout layout, Certainty certainty) {
    return new Candidate(layout, count, true, certainty);
  }

  static Candidate atLeast(long count, Layout layout, Certainty certainty) {
    return new Candidate(layout, count, false, certainty);
  }

  /** Bytes of all values. */
  long size() {
    return layout.size * count;
  }
}
