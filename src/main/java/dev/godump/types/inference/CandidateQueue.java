package dev.godump.types.inference;

import dev.godump.graph.ObjectTable;
import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Unchecked candidates of a scan and objects to scan again, in order. Kept in columns, since a scan
 * of a large heap finds tens of millions of candidates and most of them are not new. Not
 * thread-safe.
 */
final class CandidateQueue {
  private long[] locations;

  /** Elements are null for objects to scan again. */
  private Layout[] layouts;

  private long[] counts;
  private boolean[] exactCounts;
  private Certainty[] certainties;
  private int size;

  CandidateQueue(int capacity) {
    locations = new long[capacity];
    layouts = new Layout[capacity];
    counts = new long[capacity];
    exactCounts = new boolean[capacity];
    certainties = new Certainty[capacity];
  }

  int size() {
    return size;
  }

  /** Removes the elements from an index on. */
  void truncate(int newSize) {
    size = newSize;
  }

  /**
   * Adds a candidate, see {@link Candidate}.
   *
   * @param layout null for an object to scan again
   */
  void add(
      long location, @Nullable Layout layout, long count, boolean exactCount, Certainty certainty) {
    if (size == locations.length) {
      grow();
    }
    locations[size] = location;
    layouts[size] = layout;
    counts[size] = count;
    exactCounts[size] = exactCount;
    certainties[size++] = certainty;
  }

  private void grow() {
    locations = Arrays.copyOf(locations, 2 * size);
    layouts = Arrays.copyOf(layouts, 2 * size);
    counts = Arrays.copyOf(counts, 2 * size);
    exactCounts = Arrays.copyOf(exactCounts, 2 * size);
    certainties = Arrays.copyOf(certainties, 2 * size);
  }

  /** Adds an object to scan again. */
  void addRescan(int object) {
    add(ObjectTable.location(object, 0), null, 0, false, Certainty.UNKNOWN);
  }

  boolean isRescan(int index) {
    return layouts[index] == null;
  }

  /** See {@link ObjectTable#location}. */
  long location(int index) {
    return locations[index];
  }

  Layout layout(int index) {
    return layouts[index];
  }

  long count(int index) {
    return counts[index];
  }

  boolean exactCount(int index) {
    return exactCounts[index];
  }

  Certainty certainty(int index) {
    return certainties[index];
  }

  /** A candidate as a record. */
  Candidate candidate(int index) {
    return new Candidate(layouts[index], counts[index], exactCounts[index], certainties[index]);
  }
}
