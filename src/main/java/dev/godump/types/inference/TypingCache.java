package dev.godump.types.inference;

import dev.godump.types.Certainty;
import dev.godump.types.layout.Layout;
import java.util.Arrays;

/**
 * Caches the typing of untyped objects: it depends only on the candidate and the object's shape.
 * Entries are numbered from 0 and never replaced; up to {@value #MOST} of them are kept. Several
 * threads may read while none writes.
 */
final class TypingCache {
  static final int NONE = -1;

  /**
   * A heap with more entries than this has mostly different ones, and caching them doesn't help.
   */
  static final int MOST = 1 << 20;

  private static final long MIX = 0x9e3779b97f4a7c15L;
  private static final int EXACT_COUNT = 1 << 2;
  private static final int COUNT_SHIFT = 3;

  /** 1 + the entry by hash, with linear probing; 0 if free. At most half of it is used. */
  private int[] entryByHash = new int[1 << 12];

  /** Layout id (high half) and shape. */
  private long[] layoutAndShapeByEntry = new long[entryByHash.length / 2];

  /**
   * Count, shifted by {@link #COUNT_SHIFT}, with {@link #EXACT_COUNT} and the certainty in the low
   * bits.
   */
  private long[] countByEntry = new long[entryByHash.length / 2];

  private Candidate[] candidateByEntry = new Candidate[entryByHash.length / 2];
  private int[] typingByEntry = new int[entryByHash.length / 2];
  private int size;

  /** The entry of a candidate for objects of a shape, or {@link #NONE}. */
  int find(Candidate candidate, int shape) {
    return isCacheable(candidate.count())
        ? entryByHash[indexOf(layoutAndShape(candidate.layout(), shape), count(candidate))] - 1
        : NONE;
  }

  /** As {@link #find(Candidate, int)}, for the candidate at an index of a queue. */
  int find(CandidateQueue queue, int index, int shape) {
    long count = queue.count(index);
    if (!isCacheable(count)) {
      return NONE;
    }
    long packedCount = count(count, queue.exactCount(index), queue.certainty(index));
    return entryByHash[indexOf(layoutAndShape(queue.layout(index), shape), packedCount)] - 1;
  }

  /** Whether a count is not too large to be packed; those of damaged dumps may be. */
  private static boolean isCacheable(long count) {
    return count >>> (Long.SIZE - COUNT_SHIFT) == 0;
  }

  private static long layoutAndShape(Layout layout, int shape) {
    return (long) layout.id << 32 | shape;
  }

  private static long count(Candidate candidate) {
    return count(candidate.count(), candidate.exactCount(), candidate.certainty());
  }

  private static long count(long count, boolean exactCount, Certainty certainty) {
    return count << COUNT_SHIFT | (exactCount ? EXACT_COUNT : 0) | certainty.code();
  }

  /** Index in {@link #entryByHash} of the entry, or of the free element where it belongs. */
  private int indexOf(long layoutAndShape, long count) {
    long hash = (layoutAndShape * MIX ^ count) * MIX;
    int index = (int) (hash ^ hash >>> 32) & entryByHash.length - 1;
    while (entryByHash[index] != 0
        && (layoutAndShapeByEntry[entryByHash[index] - 1] != layoutAndShape
            || countByEntry[entryByHash[index] - 1] != count)) {
      index = index + 1 & entryByHash.length - 1;
    }
    return index;
  }

  /**
   * Caches the typing that a candidate led to.
   *
   * @param typing not 0
   */
  void put(Candidate candidate, int shape, int typing) {
    if (size == MOST || !isCacheable(candidate.count())) {
      return;
    }
    long layoutAndShape = layoutAndShape(candidate.layout(), shape);
    long count = count(candidate);
    int index = indexOf(layoutAndShape, count);
    if (entryByHash[index] != 0) {
      return;
    }
    layoutAndShapeByEntry[size] = layoutAndShape;
    countByEntry[size] = count;
    candidateByEntry[size] = candidate;
    typingByEntry[size] = typing;
    entryByHash[index] = ++size;
    if (size == typingByEntry.length) {
      grow();
    }
  }

  private void grow() {
    layoutAndShapeByEntry = Arrays.copyOf(layoutAndShapeByEntry, 2 * size);
    countByEntry = Arrays.copyOf(countByEntry, 2 * size);
    candidateByEntry = Arrays.copyOf(candidateByEntry, 2 * size);
    typingByEntry = Arrays.copyOf(typingByEntry, 2 * size);
    entryByHash = new int[4 * size];
    for (int entry = 0; entry < size; entry++) {
      entryByHash[indexOf(layoutAndShapeByEntry[entry], countByEntry[entry])] = entry + 1;
    }
  }

  /** The typing that an entry's candidate led to. */
  int typingId(int entry) {
    return typingByEntry[entry];
  }

  Candidate candidate(int entry) {
    return candidateByEntry[entry];
  }

  int shape(int entry) {
    return (int) layoutAndShapeByEntry[entry];
  }
}
